import { expect, test } from 'vitest'
import { EnergyGate } from './energy-gate.ts'
import { framesOf, joined, mixed, pinkNoise, readSpeech, whiteNoise } from './fixtures/sound.ts'

/** Share of the frames that were let through, second by second. */
function openShare(sound: Int16Array): number[] {
  const gate = new EnergyGate()
  const open = [...framesOf(sound, 320)].map((frame) => gate.isVoiced(frame))
  return Array.from({ length: Math.floor(open.length / 50) }, (_, second) => {
    const frames = open.slice(second * 50, second * 50 + 50)
    return frames.filter((isOpen) => isOpen).length / frames.length
  })
}

const second = 16_000

test.each([
  ['white', whiteNoise(10 * second, -30)],
  ['pink', pinkNoise(10 * second, -30)],
  ['hardly audible', whiteNoise(10 * second, -60)],
])('steady noise does not pass (%s)', (_name, noise) => {
  expect(Math.max(...openShare(noise))).toBeLessThan(0.1)
})

test('speech passes, over the noise of a room too', async () => {
  const speech = (await readSpeech('man', 16_000)).subarray(second / 2, 4.5 * second)
  const quiet = openShare(joined(new Int16Array(second), speech))
  const noisy = openShare(mixed(whiteNoise(5 * second, -42), joined(new Int16Array(second), speech)))
  for (const shares of [quiet, noisy]) expect(Math.min(...shares.slice(1))).toBeGreaterThan(0.5)
})

test('a fan that is switched on passes for two seconds', () => {
  const shares = openShare(joined(whiteNoise(3 * second, -65), whiteNoise(6 * second, -35)))
  expect(Math.min(...shares.slice(3, 5))).toBeGreaterThan(0.95)
  expect(Math.max(...shares.slice(5))).toBe(0)
})

test('after a muted microphone the noise of the same room does not pass', () => {
  const room = whiteNoise(3 * second, -40)
  expect(openShare(joined(room, new Int16Array(5 * second), room))).toEqual(new Array(11).fill(0))
})

test('after a reset the first frame is the room', () => {
  const gate = new EnergyGate()
  for (const frame of framesOf(whiteNoise(second, -65), 320)) gate.isVoiced(frame)
  gate.reset()
  for (const frame of framesOf(whiteNoise(second, -35), 320)) expect(gate.isVoiced(frame)).toBe(false)
})
