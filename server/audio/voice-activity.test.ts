import { beforeAll, describe, expect, test } from 'vitest'
import { framesOf, joined, pinkNoise, readSpeech, whiteNoise } from './fixtures/sound.ts'
import { loadFvad } from './fvad-voice-activity.ts'
import { loadRnnoise } from './rnnoise-voice-activity.ts'
import type { VoiceActivity } from './voice-activity.ts'

describe.each([
  ['libfvad', loadFvad],
  ['RNNoise', loadRnnoise],
])('%s', (_name, load) => {
  let open: () => VoiceActivity
  /** A man speaking, without the silence before and after. */
  let speech: Int16Array

  beforeAll(async () => {
    open = await load()
    speech = (await readSpeech('man', 16_000)).subarray(8000, 64_000)
  })

  function verdicts(model: VoiceActivity, sound: Int16Array): boolean[] {
    return [...framesOf(sound, 320)].map((frame) => model.isVoiced(frame))
  }

  function voicedShare(model: VoiceActivity, sound: Int16Array): number {
    const voiced = verdicts(model, sound)
    return voiced.filter((each) => each).length / voiced.length
  }

  test('hears voice in speech and hardly any in the noise of a room', () => {
    const model = open()
    expect(voicedShare(model, speech)).toBeGreaterThan(0.6)
    model.reset()
    expect(voicedShare(model, joined(whiteNoise(48_000, -40), pinkNoise(48_000, -45)))).toBeLessThan(0.1)
    model.close()
  })

  test('says after a reset exactly what a new one says', () => {
    const fresh = open()
    const used = open()
    verdicts(used, joined(pinkNoise(32_000, -25), speech))
    used.reset()
    const sound = joined(whiteNoise(8000, -35), speech, pinkNoise(16_000, -30))
    expect(verdicts(used, sound)).toEqual(verdicts(fresh, sound))
    fresh.close()
    used.close()
  })
})
