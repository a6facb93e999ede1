import { expect, test } from 'vitest'
import { pseudoRandom } from '../audio/fixtures/sound.ts'
import { InboundTimeline } from './inbound-timeline.ts'

const SILENT = new Int16Array(320)
const LOUD = Int16Array.from({ length: 320 }, (_, at) => 8_000 * Math.sin(at / 3))

/** Where each frame was put, ms; the frames come at these times. */
function placed(arrivals: readonly number[], frame: (index: number) => Int16Array = () => LOUD) {
  const places: { atMs: number; lengthMs: number }[] = []
  const timeline = new InboundTimeline({
    onPlaced: (position, samples) => places.push({ atMs: position / 16, lengthMs: samples.length / 16 }),
  })
  for (const [index, atMs] of arrivals.entries()) timeline.push(frame(index), atMs)
  timeline.finish()
  return places
}

const steady = (count: number, fromMs = 20) =>
  Array.from({ length: count }, (_, index) => fromMs + index * 20)

test('a frame is put into the 20 ms before it came', () => {
  expect(placed([120])).toEqual([{ atMs: 100, lengthMs: 20 }])
})

test('frames that a stalled server reads in one go are put where they were spoken', () => {
  const arrivals = steady(200).map((atMs) => (atMs > 1_000 && atMs < 1_300 ? 1_300 : atMs))
  expect(placed(arrivals).map(({ atMs }) => atMs)).toEqual(steady(200, 0))
})

test('a pause in what comes is a pause of the same length in the recording', () => {
  const places = placed([...steady(100), ...steady(100, 5_020)])
  expect(places[99]?.atMs).toBe(1_980)
  expect(places[100]?.atMs).toBe(5_000)
})

test('uneven arrival leaves no seam between the frames', () => {
  const random = pseudoRandom(3)
  const arrivals = steady(500).map((atMs) => atMs + 20 * Math.abs(random()))
  const places = placed(arrivals.sort((one, other) => one - other))
  const firstMs = places[0]?.atMs ?? Number.NaN
  expect(places.map(({ atMs }) => atMs - firstMs)).toEqual(steady(500, 0))
  expect(firstMs).toBeLessThan(8)
})

test.each([200, -200])('a microphone whose clock is off by %i ppm stays within 20 ms', (ppm) => {
  const spokenMs = Array.from({ length: 60_000 }, (_, index) => (index + 1) * 20 * (1 + ppm / 1e6))
  // Two seconds of words, then a breath.
  const places = placed(spokenMs, (index) => (index % 120 < 100 ? LOUD : SILENT))
  const last = places.at(-1)
  expect(Math.abs((last?.atMs ?? 0) + (last?.lengthMs ?? 0) - (spokenMs.at(-1) ?? 0))).toBeLessThan(9)
})

test('a drifting clock is corrected in the breaths, never within a word', () => {
  const spokenMs = Array.from({ length: 30_000 }, (_, index) => (index + 1) * 20 * (1 - 200 / 1e6))
  const isLoud = (index: number) => index % 120 < 100
  const places = placed(spokenMs, (index) => (isLoud(index) ? LOUD : SILENT))
  const shortened = places.flatMap(({ lengthMs }, index) => (lengthMs < 20 ? [index] : []))
  expect(shortened.length).toBeGreaterThan(10)
  expect(shortened.filter(isLoud)).toEqual([])
})

test('someone who never draws breath is corrected all the same, within a second', () => {
  const spokenMs = Array.from({ length: 30_000 }, (_, index) => (index + 1) * 20 * (1 + 200 / 1e6))
  const places = placed(spokenMs)
  const offMs = places.map(({ atMs }, index) => Math.abs(atMs + 20 - (spokenMs[index] ?? 0)))
  expect(Math.max(...offMs)).toBeLessThan(9)
})

test('what was delivered twice is not heard twice', () => {
  const twice = steady(1_000).flatMap((atMs) => [atMs, atMs])
  const end = placed(twice, (index) => (index % 240 < 200 ? LOUD : SILENT)).at(-1)
  expect((end?.atMs ?? 0) + (end?.lengthMs ?? 0)).toBeLessThan(20_000 + 400 + 200)
})

test('places ascend and never overlap, whatever comes', () => {
  const random = pseudoRandom(7)
  const arrivals: number[] = []
  for (let atMs = 0; arrivals.length < 5_000; ) {
    atMs += random() > 0.98 ? 700 * Math.abs(random()) : 22 * Math.abs(random() + random())
    arrivals.push(atMs)
  }
  const places = placed(arrivals, (index) => (index % 7 < 4 ? LOUD : SILENT))
  for (const [index, { atMs }] of places.entries()) {
    const before = places[index - 1]
    if (before) expect(atMs).toBeGreaterThanOrEqual(before.atMs + before.lengthMs)
  }
})
