import { MAX_TEXT_CHARS } from '../../../shared/limits.ts'
import { MAX_PCM_BYTES } from '../../../shared/realtime-protocol.ts'
import { randomSource } from './random-source.ts'

const opcode = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 }
// No memory is taken for what such a header announces; 2^31 - 1 is the most that fits the shorter check of a parser.
const OVERSIZE_BYTES = [0x7fff_ffffn, 1n << 40n, (1n << 64n) - 1n] as const
const LARGEST_CONTROL_BYTES = 125

/**
 * So many messages in lawful frames that neither way of speaking to this server knows: texts that are no JSON, JSON
 * of wrong types and unknown kinds, sound of odd or excessive length. The same in every run.
 */
export function malformedMessages(count: number, seed = 1): (string | Uint8Array<ArrayBuffer>)[] {
  const { below, bytes, pick } = randomSource(seed)
  const letters = () => String.fromCharCode(...bytes(1 + below(60)))

  function text(): string {
    const scalar = pick<unknown>(null, true, below(1_000), letters(), [], [[]], {}, [null], [{}])
    const wrongText = pick<unknown>(null, 7, [], '', ' ', 'x'.repeat(MAX_TEXT_CHARS + 1), { text: letters() })
    return pick(
      letters(),
      pick('{', '[1,', '{"type":', '{"type":"say"', "{'type':'end'}", '"', '\u0000', ''),
      JSON.stringify(scalar),
      JSON.stringify({ type: pick(scalar, 'dance', '__proto__', 'END', 'say ') }),
      JSON.stringify({ type: 'say', text: wrongText }),
      '['.repeat(1 + below(10_000)),
      // Looks like a call of tRPC, and is none.
      JSON.stringify({ id: scalar, method: pick('query', 'subscription', 'dance'), params: scalar }),
      JSON.stringify({
        id: below(9),
        method: pick('query', 'mutation'),
        params: { path: letters(), input: scalar },
      }),
      JSON.stringify([{ id: below(9), method: 'subscription.stop' }, scalar]),
    )
  }

  function binary(): Uint8Array<ArrayBuffer> {
    const length = pick(0, 1, 3, 2 * below(300) + 1, MAX_PCM_BYTES + 1 + below(3), 2 * MAX_PCM_BYTES)
    return Uint8Array.from(bytes(length))
  }

  return Array.from({ length: count }, () => (below(3) === 0 ? binary() : text()))
}

/**
 * So many pieces of a client's stream that break the WebSocket protocol itself, each in one of the ways that RFC
 * 6455 has a server close the connection for. The same in every run.
 */
export function brokenFrames(count: number, seed = 1): Uint8Array[] {
  const { below, bytes, pick } = randomSource(seed)

  function frame({
    flags = 0x80,
    kind = opcode.text,
    payload = [],
    masked = true,
  }: {
    /** FIN and the three reserved bits. */
    flags?: number
    kind?: number
    payload?: number[]
    masked?: boolean
  }): number[] {
    const key = bytes(4)
    const { length } = payload
    const lengthField = length < 126 ? [length] : [126, length >> 8, length & 0xff]
    const [first = 0, ...rest] = lengthField
    if (!masked) return [flags | kind, first, ...rest, ...payload]
    return [
      flags | kind,
      0x80 | first,
      ...rest,
      ...key,
      ...payload.map((byte, i) => byte ^ (key[i % 4] ?? 0)),
    ]
  }

  function oversize(): number[] {
    const length = Buffer.alloc(8)
    length.writeBigUInt64BE(pick(...OVERSIZE_BYTES))
    return [0x80 | pick(opcode.text, opcode.binary), 0x80 | 127, ...length, ...bytes(4)]
  }

  function close(): number[] {
    const code = pick(0, 999, 1004, 1005, 1006, 1015, 2999, 5000)
    const notText = [3, 232, 0xc3, 0x28]
    return frame({ kind: opcode.close, payload: pick([3], [code >> 8, code & 0xff], notText) })
  }

  function broken(): number[] {
    const some = bytes(below(200))
    const control = pick(opcode.ping, opcode.pong, opcode.close)
    return pick(
      () => frame({ masked: false, kind: pick(opcode.text, opcode.binary, opcode.ping), payload: some }),
      () => frame({ flags: 0x80 | pick(0x10, 0x20, 0x40, 0x70), payload: some }),
      () => frame({ kind: pick(3, 7, 11, 15), payload: some }),
      () => frame({ flags: 0, kind: control, payload: some.slice(0, LARGEST_CONTROL_BYTES) }),
      () => frame({ kind: control, payload: bytes(LARGEST_CONTROL_BYTES + 1 + below(100)) }),
      () => frame({ kind: opcode.continuation, payload: some }),
      () => [...frame({ flags: 0, payload: [65] }), ...frame({ payload: [66] })],
      () =>
        frame({ payload: pick([0xc3, 0x28], [0xff], [0xed, 0xa0, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80]) }),
      oversize,
      close,
    )()
  }

  return Array.from({ length: count }, () => Uint8Array.from(broken()))
}
