import { randomSource } from './random-source.ts'

/** What shares a WebRTC port, told apart by its first byte (RFC 7983). */
export type DatagramKind = 'rtp' | 'rtcp' | 'stun' | 'dtls'

const MAX_BODY_BYTES = 200
const STUN_COOKIE = [0x21, 0x12, 0xa4, 0x42]
const stunAttribute = { username: 0x0006, messageIntegrity: 0x0008, priority: 0x0024, useCandidate: 0x0025 }
const stunRole = { controlled: 0x8029, controlling: 0x802a }

/**
 * So many datagrams that look like what a stack expects, each wrong in a way of its own: cut short, with lengths
 * that lie, fields that contradict each other, signatures that fit nothing. The same in every run.
 */
export function malformedDatagrams(kind: DatagramKind, count: number, seed = 1): Uint8Array[] {
  const { below, bytes, pick } = randomSource(seed)
  const uint16 = (value: number) => [value >> 8, value & 0xff]

  function rtp(): number[] {
    const versionAndFlags = 0x80 | below(0x40) // padding, extension and CSRC count as it comes
    const header = [versionAndFlags, pick(111, 0x80 | 111, below(64)), ...bytes(10)]
    return [...header, ...bytes(below(MAX_BODY_BYTES))].slice(
      0,
      pick(Number.POSITIVE_INFINITY, 1 + below(12)),
    )
  }

  function rtcp(): number[] {
    const header = [0x80 | below(0x40), 200 + below(8), ...uint16(pick(0, 1, 6, 0xffff, below(60)))]
    return [...header, ...bytes(below(MAX_BODY_BYTES))].slice(0, pick(Number.POSITIVE_INFINITY, 2 + below(6)))
  }

  function stun(): number[] {
    const attributes = Array.from({ length: below(5) }, attribute).flat()
    const length = pick(attributes.length, attributes.length + 4, 3, 0xfffc)
    const type = pick(0x0001, 0x0101, 0x0111, 0x0011, 0x0003, below(0x4000))
    return [...uint16(type), ...uint16(length), ...pick(STUN_COOKIE, bytes(4)), ...bytes(12), ...attributes]
  }

  function attribute(): number[] {
    const [type, value] = pick(
      [
        stunAttribute.username,
        pick([], bytes(8), [...Buffer.from('nobody:knows')], [...Buffer.from('::::')]),
      ],
      [stunAttribute.messageIntegrity, bytes(pick(20, 0, 7))],
      [stunAttribute.priority, bytes(pick(4, 0, 3))],
      [stunAttribute.useCandidate, []],
      [pick(stunRole.controlled, stunRole.controlling), bytes(pick(8, 0, 5))],
      [below(0x10000), bytes(below(30))],
    )
    return [...uint16(type), ...uint16(pick(value.length, value.length + below(40))), ...value]
  }

  function dtls(): number[] {
    // Change-cipher-spec, alert, handshake, data, and types that there are not; in the clear or as if encrypted.
    const header = [pick(21, 20, 22, 23, 24, 63), 0xfe, 0xfd, 0, pick(0, 1), ...bytes(6)]
    const body = pick([1, 0], [2, 40], bytes(below(60)), [pick(1, 2, 14, 20), ...bytes(11 + below(40))])
    return [...header, ...uint16(pick(body.length, body.length + 1, 0xffff, 0)), ...body]
  }

  const make = { rtp, rtcp, stun, dtls }[kind]
  return Array.from({ length: count }, () => Uint8Array.from(make()))
}
