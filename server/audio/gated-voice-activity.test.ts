import { beforeAll, describe, expect, test } from 'vitest'
import { framesOf, joined, mixed, pinkNoise, readSpeech } from './fixtures/sound.ts'
import { loadFvad } from './fvad-voice-activity.ts'
import { GatedVoiceActivity } from './gated-voice-activity.ts'
import { loadRnnoise } from './rnnoise-voice-activity.ts'
import type { VoiceActivity } from './voice-activity.ts'

/** Says of a frame what its first sample says, and remembers that it heard it. */
function listening(isVoiced: (sample: number) => boolean) {
  const heard: (number | string)[] = []
  const model: VoiceActivity = {
    isVoiced(frame) {
      const [sample = 0] = frame
      heard.push(sample)
      return isVoiced(sample)
    },
    reset: () => heard.push('reset'),
    close: () => heard.push('close'),
  }
  return { model, heard }
}

/** A gate for positive samples, and a model that hears voice in even ones. */
function setUp() {
  const gate = listening((sample) => sample > 0)
  const model = listening((sample) => sample % 2 === 0)
  const voice = new GatedVoiceActivity({ gate: gate.model, model: model.model })
  // One array for all frames, as the callers have it.
  const frame = new Int16Array(320)
  const verdicts = (...samples: number[]) => samples.map((sample) => voice.isVoiced(frame.fill(sample)))
  return { voice, verdicts, heard: { gate: gate.heard, model: model.heard } }
}

describe('a dear model behind a cheap one', () => {
  test('hears nothing while the cheap one hears no voice', () => {
    const { verdicts, heard } = setUp()
    expect(verdicts(-1, -2, -3)).toEqual([false, false, false])
    expect(heard).toEqual({ gate: [-1, -2, -3], model: [] })
  })

  test('hears the tenth of a second before a voice first, each frame once and in order', () => {
    const { verdicts, heard } = setUp()
    expect(verdicts(-1, -2, -3, -4, -5, -6, -7, 8)).toEqual([...Array(7).fill(false), true])
    expect(heard.model).toEqual([-3, -4, -5, -6, -7, 8])
    verdicts(10, -11, 12)
    expect(heard.model.slice(6)).toEqual([10, -11, 12])
  })

  test('has to agree', () => {
    const { verdicts } = setUp()
    expect(verdicts(1, 2, 3, 4)).toEqual([false, true, false, true])
  })

  test('forgets what it has not heard at a reset, and closes with the cheap one', () => {
    const { voice, verdicts, heard } = setUp()
    verdicts(-1)
    voice.reset()
    verdicts(2)
    voice.close()
    expect(heard).toEqual({ gate: [-1, 'reset', 2, 'close'], model: ['reset', 2, 'close'] })
  })
})

describe('RNNoise behind libfvad', () => {
  let open: { fvad: () => VoiceActivity; rnnoise: () => VoiceActivity }
  beforeAll(async () => {
    open = { fvad: await loadFvad(), rnnoise: await loadRnnoise() }
  })

  test('says what the two say that hear everything, and hears less than two thirds', async () => {
    const speech = await readSpeech('woman', 16_000)
    const silence = new Int16Array(64_000)
    const sound = joined(silence, speech, silence)
    const noisy = mixed(sound, pinkNoise(sound.length, -46))
    const fvad = open.fvad()
    const rnnoise = open.rnnoise()
    let heardFrames = 0
    const inner = open.rnnoise()
    const gated = new GatedVoiceActivity({
      gate: open.fvad(),
      model: {
        isVoiced(frame) {
          heardFrames++
          return inner.isVoiced(frame)
        },
        reset: () => inner.reset(),
        close: () => inner.close(),
      },
    })
    const frames = [...framesOf(noisy, 320)]
    const differing = frames.filter((frame) => {
      const both = [fvad, rnnoise].map((model) => model.isVoiced(frame))
      return gated.isVoiced(frame) !== both.every((isVoiced) => isVoiced)
    })
    expect(differing.length / frames.length).toBeLessThan(0.02)
    expect(heardFrames / frames.length).toBeLessThan(0.66)
    for (const model of [fvad, rnnoise, gated]) model.close()
  })
})
