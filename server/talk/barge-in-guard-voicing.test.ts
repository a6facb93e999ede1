import { expect, test } from 'vitest'
import { framesOf, pinkNoise, readSpeech, whiteNoise } from '../audio/fixtures/sound.ts'
import { levelDbfs } from '../audio/pcm.ts'
import { Voicing } from './barge-in-guard-voicing.ts'

function strengths(sound: Int16Array): number[] {
  const voicing = new Voicing()
  return [...framesOf(sound, 320)].map((frame) => {
    voicing.push(frame)
    return voicing.strength()
  })
}

test.each(['woman', 'man'] as const)('the vowels of a %s repeat themselves', async (who) => {
  const speech = await readSpeech(who, 16_000)
  const found = strengths(speech)
  const vowels = [...framesOf(speech, 320)].flatMap((frame, n) =>
    levelDbfs(frame) > -24 ? [found[n] ?? 0] : [],
  )
  expect(vowels.length).toBeGreaterThan(20)
  expect(vowels.filter((strength) => strength >= 0.5).length).toBeGreaterThan(0.8 * vowels.length)
})

test.each([
  ['white', whiteNoise(160_000, -30)],
  ['pink', pinkNoise(160_000, -30)],
])('%s noise does not, and neither does silence', (_name, noise) => {
  expect(Math.max(...strengths(noise))).toBeLessThan(0.5)
  expect(Math.max(...strengths(new Int16Array(3_200)))).toBe(0)
})
