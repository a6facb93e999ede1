import { beforeAll, describe, expect, test } from 'vitest'
import { mixed, pinkNoise } from '../audio/fixtures/sound.ts'
import { levelDbfs } from '../audio/pcm.ts'
import { echoOf } from '../testing/speech/barge-in/echo.ts'
import { readSpeakers } from '../testing/speech/barge-in/speakers.ts'
import { EchoEstimate, type FoundEcho } from './echo-estimate.ts'
import { EchoNotice } from './echo-notice.ts'

let partner: Int16Array
let user: Int16Array

beforeAll(async () => {
  const speakers = await readSpeakers(-26, 20)
  partner = (speakers.partners[0] ?? new Int16Array()).subarray(0, 8 * 24_000)
  user = speakers.users.en
})

/** @returns how often the user is told within eight seconds of the partner's speech, said twice over */
function told(microphone: Int16Array): number {
  const estimate = new EchoEstimate()
  const notice = new EchoNotice()
  let times = 0
  for (let round = 0; round < 2; round++) {
    for (let n = 0; n < partner.length / 480; n++) {
      estimate.sent(levelDbfs(partner.subarray(n * 480, (n + 1) * 480)))
      estimate.expectedDbfs(levelDbfs(microphone.subarray(n * 320, (n + 1) * 320)))
      if (notice.isDue(estimate.state)) times++
    }
  }
  return times
}
const room = () => pinkNoise(16 * 8_000, -66)

describe('headphones are suggested', () => {
  test.each([
    [-10, 100],
    [-20, 240],
    [-25, 60],
  ])('once, for an echo at %i dB after %i ms', (gainDb, delayMs) => {
    expect(told(mixed(echoOf(partner, { gainDb, delayMs }), room()))).toBe(1)
  })
})

describe('nothing is suggested', () => {
  test('where nothing comes back', () => {
    expect(told(room())).toBe(0)
  })

  test('to a user who talks at the same time', () => {
    expect(told(mixed(user, room()))).toBe(0)
  })

  test('for an echo too soft to disturb', () => {
    expect(told(mixed(echoOf(partner, { gainDb: -42, delayMs: 100 }), pinkNoise(16 * 8_000, -90)))).toBe(0)
  })

  test('while the partner is silent, however clear what was found before', () => {
    const notice = new EchoNotice()
    const found: FoundEcho = { delayMs: 100, gainDb: -10, correlation: 0.95, frames: 60 }
    expect(Array.from({ length: 500 }, () => notice.isDue(found))).not.toContain(true)
  })
})
