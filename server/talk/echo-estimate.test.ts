import { beforeAll, describe, expect, test } from 'vitest'
import { mixed, pinkNoise } from '../audio/fixtures/sound.ts'
import { levelDbfs } from '../audio/pcm.ts'
import { echoOf } from '../testing/speech/barge-in/echo.ts'
import { readSpeakers } from '../testing/speech/barge-in/speakers.ts'
import { EchoEstimate } from './echo-estimate.ts'

let partner: Int16Array
let user: Int16Array

beforeAll(async () => {
  const speakers = await readSpeakers(-26, 20)
  partner = (speakers.partners[0] ?? new Int16Array()).subarray(0, 8 * 24_000)
  user = speakers.users.en
})

/** @returns for each frame how far the heard was above the expected echo, in dB */
function heard(microphone: Int16Array, estimate = new EchoEstimate()): number[] {
  return Array.from({ length: partner.length / 480 }, (_, n) => {
    estimate.sent(levelDbfs(partner.subarray(n * 480, (n + 1) * 480)))
    const dbfs = levelDbfs(microphone.subarray(n * 320, (n + 1) * 320))
    return dbfs - estimate.expectedDbfs(dbfs)
  })
}

describe.each([
  [-10, 100],
  [-20, 60],
  [-20, 240],
  [-30, 400],
])('of an echo at %i dB after %i ms', (gainDb, delayMs) => {
  test('delay and gain are found', () => {
    const estimate = new EchoEstimate()
    heard(mixed(echoOf(partner, { gainDb, delayMs }), pinkNoise(16 * 8_000, -66)), estimate)
    expect(estimate.state?.correlation).toBeGreaterThan(0.8)
    expect(Math.abs((estimate.state?.delayMs ?? 0) - delayMs)).toBeLessThanOrEqual(40)
    expect(Math.abs((estimate.state?.gainDb ?? 0) - gainDb)).toBeLessThan(3)
  })
})

test('where nothing comes back, nothing is expected, and the user may speak as softly as they like', () => {
  const above = heard(pinkNoise(16 * 8_000, -66)).slice(60)
  expect(above.every((db) => db === Infinity)).toBe(true)
})

test('another voice is not taken for an echo', () => {
  const estimate = new EchoEstimate()
  heard(mixed(user, new Int16Array(16 * 8_000)), estimate)
  expect(estimate.state?.correlation).toBeLessThan(0.7)
})

test('while the partner is silent there is no echo', () => {
  const estimate = new EchoEstimate()
  for (let n = 0; n < 100; n++) {
    estimate.sent(-Infinity)
    expect(estimate.expectedDbfs(-30)).toBe(-Infinity)
  }
})
