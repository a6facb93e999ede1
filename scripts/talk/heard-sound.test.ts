import { expect, test } from 'vitest'
import { HeardSound } from './heard-sound.ts'

/** Each packet is one byte, and sounds as 20 ms of that value. */
const decoder = {
  decode: ([value]: Uint8Array) => (value === 0 ? null : new Int16Array(480).fill(value ?? 0)),
}
const heard = () => new HeardSound({ decoder, sampleRateHz: 24_000 })
const packet = (value: number, sequenceNumber: number, timestamp: number) => ({
  payload: new Uint8Array([value]),
  sequenceNumber,
  timestamp,
})
/** The value in the middle of each 20 ms. */
const frames = (samples: Int16Array) =>
  Array.from({ length: samples.length / 480 }, (_, n) => samples[n * 480 + 240])

test('begins when the first packet came, and goes on by the packets’ own times', () => {
  const sound = heard()
  sound.add(packet(1, 7, 5_000), 40)
  sound.add(packet(2, 8, 5_960), 999)
  expect(frames(sound.samples())).toEqual([0, 0, 1, 2])
})

test('keeps a silence as long as it was, though nothing was sent in it', () => {
  const sound = heard()
  sound.add(packet(1, 7, 0), 0)
  sound.add(packet(2, 8, 960 * 3), 0)
  expect(frames(sound.samples())).toEqual([1, 0, 0, 2])
  expect(sound.lost).toBe(0)
})

test('counts a lost packet and leaves its place empty', () => {
  const sound = heard()
  sound.add(packet(1, 7, 0), 0)
  sound.add(packet(3, 9, 1_920), 0)
  expect(frames(sound.samples())).toEqual([1, 0, 3])
  expect(sound.lost).toBe(1)
})

test('drops and counts a packet that comes late or twice', () => {
  const sound = heard()
  sound.add(packet(2, 8, 960), 20)
  expect(sound.add(packet(1, 7, 0), 21)).toBeUndefined()
  expect(sound.add(packet(2, 8, 960), 22)).toBeUndefined()
  expect([frames(sound.samples()), sound.late]).toEqual([[0, 2], 2])
})

test('goes on where the counters start over', () => {
  const sound = heard()
  sound.add(packet(1, 0xffff, 0xffff_ffff - 959), 0)
  sound.add(packet(2, 0, 0), 0)
  expect([frames(sound.samples()), sound.lost]).toEqual([[1, 2], 0])
})

test('is empty when nothing was heard, and passes over what is no Opus', () => {
  const sound = heard()
  expect(sound.add(packet(0, 1, 0), 0)).toBeUndefined()
  expect(sound.samples()).toHaveLength(0)
})
