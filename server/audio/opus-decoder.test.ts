import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { framesOf, pseudoRandom, readSpeech, snrDb } from './fixtures/sound.ts'
import { libopus } from './libopus.ts'
import { OpusDecoder } from './opus-decoder.ts'
import { OpusEncoder } from './opus-encoder.ts'

const FRAME_SAMPLES = 320

/** A woman speaking, as packets of 20 ms. */
let packets: Uint8Array[]
/** What a decoder that loses nothing makes of them. */
let heard: Int16Array[]

beforeAll(async () => {
  const encoder = new OpusEncoder({ sampleRateHz: 24_000 })
  packets = [...framesOf(await readSpeech('woman', 24_000), 480)].map((frame) => encoder.encode(frame))
  heard = play((decoder, packet) => decoder.decode(packet))
})

/** Runs every packet through a new decoder and keeps a copy of what each gave. */
function play(
  run: (decoder: OpusDecoder, packet: Uint8Array, index: number) => Int16Array | null,
): Int16Array[] {
  const decoder = new OpusDecoder({ sampleRateHz: 16_000 })
  const frames = packets.map((packet, index) => Int16Array.from(run(decoder, packet, index) ?? []))
  decoder.close()
  return frames
}

function flat(frames: Int16Array[]): Int16Array {
  return Int16Array.from(frames.flatMap((frame) => [...frame]))
}

test('each packet of 20 ms gives one frame, at any rate that libopus knows', () => {
  for (const sampleRateHz of [8_000, 12_000, 16_000, 24_000, 48_000] as const) {
    const decoder = new OpusDecoder({ sampleRateHz })
    for (const packet of packets.slice(0, 5)) expect(decoder.decode(packet)).toHaveLength(sampleRateHz / 50)
    decoder.close()
  }
})

test('many streams can be decoded in turns without one hearing another', () => {
  const decoders = Array.from({ length: 50 }, () => new OpusDecoder({ sampleRateHz: 16_000 }))
  for (const [index, packet] of packets.slice(0, 60).entries())
    for (const decoder of decoders) expect(decoder.decode(packet)).toEqual(heard[index])
  for (const decoder of decoders) decoder.close()
})

test("a frame stays as it is while other streams are decoded and libopus's memory grows", () => {
  const decoder = new OpusDecoder({ sampleRateHz: 16_000 })
  for (const packet of packets.slice(0, 40)) decoder.decode(packet)
  const frame = decoder.decode(packets[40] ?? fail())
  const before = libopus().exports.memory.buffer.byteLength
  const others: OpusDecoder[] = []
  while (libopus().exports.memory.buffer.byteLength === before)
    others.push(new OpusDecoder({ sampleRateHz: 16_000 }))
  others.at(-1)?.decode(packets[60] ?? fail())
  expect(frame).toEqual(heard[40])
  expect(decoder.decode(packets[41] ?? fail())).toEqual(heard[41])
  for (const other of [...others, decoder]) other.close()
})

test('closing gives the memory back, twice is as good as once', () => {
  const openAndClose = () => {
    const decoders = Array.from({ length: 200 }, () => new OpusDecoder({ sampleRateHz: 16_000 }))
    for (const decoder of [...decoders, ...decoders]) decoder.close()
  }
  openAndClose()
  const before = libopus().exports.memory.buffer.byteLength
  for (let round = 0; round < 20; round++) openAndClose()
  expect(libopus().exports.memory.buffer.byteLength).toBe(before)
})

test('a closed decoder gives no frame, and silence for a loss', () => {
  const decoder = new OpusDecoder({ sampleRateHz: 16_000 })
  decoder.close()
  const packet = packets[40] ?? fail()
  expect(decoder.decode(packet)).toBeNull()
  expect(decoder.recover(packet, FRAME_SAMPLES)).toEqual(new Int16Array(FRAME_SAMPLES))
  expect(decoder.conceal(FRAME_SAMPLES)).toEqual(new Int16Array(FRAME_SAMPLES))
})

test.each([
  ['no bytes', new Uint8Array()],
  ['a frame count of 0', Uint8Array.of(0b11, 0)],
  ['a frame longer than the packet', Uint8Array.of(0b10, 200, 1, 2)],
])('%s: no frame, and the stream goes on as if it had not come', (_name, hostile) => {
  const frames = play((decoder, packet, index) => {
    if (index === 40) expect(decoder.decode(hostile)).toBeNull()
    return decoder.decode(packet)
  })
  expect(frames).toEqual(heard)
})

test('a packet of more bytes than a datagram holds is not even looked at', () => {
  const decoder = new OpusDecoder({ sampleRateHz: 16_000 })
  const packet = packets[0] ?? fail()
  expect(decoder.decode(padded(packet, 1500))).toHaveLength(FRAME_SAMPLES)
  expect(decoder.decode(padded(packet, 1501))).toBeNull()
  decoder.close()
})

test('whatever bytes come, nothing is thrown, and soon after them speech is understood again', () => {
  const damaged = fc.tuple(fc.nat(), fc.nat(), fc.nat(255)).map(([which, at, value]) => {
    const packet = packets[which % packets.length] ?? fail()
    return packet.with(at % packet.length, value)
  })
  const hostile = fc.array(fc.oneof(fc.uint8Array({ maxLength: 1600 }), damaged), { maxLength: 30 })
  fc.assert(
    fc.property(hostile, (chunks) => {
      const decoder = new OpusDecoder({ sampleRateHz: 16_000 })
      for (const chunk of chunks) {
        decoder.decode(chunk)
        expect(decoder.recover(chunk, FRAME_SAMPLES)).toHaveLength(FRAME_SAMPLES)
      }
      for (const packet of packets.slice(35, 60)) decoder.decode(packet)
      const after = decoder.decode(packets[60] ?? fail()) ?? fail()
      expect(snrDb(heard[60] ?? fail(), after)).toBeGreaterThan(20)
      decoder.close()
    }),
  )
})

test.each([0, -320, 50, 320.5, 1960, Number.NaN])('a loss of %d samples is refused', (samples) => {
  const decoder = new OpusDecoder({ sampleRateHz: 16_000 })
  expect(() => decoder.conceal(samples)).toThrow(RangeError)
  expect(() => decoder.recover(packets[0] ?? fail(), samples)).toThrow(RangeError)
  decoder.close()
})

test('with one packet in ten lost, FEC sounds much closer than concealment, and that closer than silence', () => {
  const random = pseudoRandom()
  const lost = packets.map((_, index) => index > 3 && random() < -0.8)
  const snrWith = (fill: (decoder: OpusDecoder, index: number) => Int16Array) =>
    snrDb(
      flat(heard),
      flat(play((decoder, packet, index) => (lost[index] ? fill(decoder, index) : decoder.decode(packet)))),
    )
  const silence = snrWith((decoder) => decoder.conceal(FRAME_SAMPLES).fill(0))
  const concealed = snrWith((decoder) => decoder.conceal(FRAME_SAMPLES))
  const recovered = snrWith((decoder, index) => {
    const next = lost[index + 1] ? undefined : packets[index + 1]
    return next ? decoder.recover(next, FRAME_SAMPLES) : decoder.conceal(FRAME_SAMPLES)
  })
  expect(concealed).toBeGreaterThan(silence + 0.2)
  expect(recovered).toBeGreaterThan(concealed + 3)
})

/** The same packet, made longer by padding (RFC 6716, section 3.2.5). */
function padded(packet: Uint8Array, length: number): Uint8Array {
  const [toc = 0, ...frame] = packet
  const padding: number[] = []
  // Each length byte of 255 stands for 254 bytes of padding and goes on in the next one.
  let left = length - 2 - frame.length
  for (; left > 255; left -= 255) padding.push(255)
  padding.push(left - 1)
  const bytes = Uint8Array.from([toc | 0b11, 0b0100_0001, ...padding, ...frame])
  return Uint8Array.from({ length }, (_, index) => bytes[index] ?? 0)
}

function fail(): never {
  throw new Error('The recording is too short for this test.')
}
