import { beforeAll, describe, expect, test } from 'vitest'
import { framesOf, joined, mixed, pinkNoise, pseudoRandom, readSpeech, whiteNoise } from './fixtures/sound.ts'
import { loadLightSpeechDetectors } from './light-speech-detectors.ts'
import { levelDbfs } from './pcm.ts'
import { loadRobustVoiceActivity } from './robust-voice-activity.ts'
import type { SpeechDetector, SpeechDetectors } from './speech-detector.ts'
import { WindowedSpeechDetector } from './windowed-speech-detector.ts'

const second = 16_000
/** A woman speaks and then a man, with a pause between them. */
let talk: Int16Array
/** When they really do: where the clean recording is louder than -45 dBFS. */
let truth: { fromMs: number; toMs: number }[]

beforeAll(async () => {
  const [woman, man] = await Promise.all([readSpeech('woman', 16_000), readSpeech('man', 16_000)])
  const silence = new Int16Array(1.5 * second)
  const manAt = silence.length + woman.length + silence.length
  talk = joined(silence, woman, silence, man, silence)
  truth = [
    { sound: woman, atMs: silence.length / 16 },
    { sound: man, atMs: manAt / 16 },
  ].map(({ sound, atMs }) => {
    const loud = [...framesOf(sound, 320)].map((frame) => levelDbfs(frame) > -45)
    return { fromMs: atMs + loud.indexOf(true) * 20, toMs: atMs + (loud.lastIndexOf(true) + 1) * 20 }
  })
})

/** As the built-in partner hears. */
async function loadRobustSpeechDetectors(): Promise<SpeechDetectors> {
  const openVoiceActivity = await loadRobustVoiceActivity()
  return {
    open: (options) => new WindowedSpeechDetector({ ...options, models: () => [openVoiceActivity()] }),
  }
}

function speeches(detector: SpeechDetector, sound: Int16Array): { fromMs: number; toMs: number }[] {
  const found: { fromMs: number; toMs: number }[] = []
  let atMs = 0
  let fromMs = 0
  for (const frame of framesOf(sound, 320)) {
    atMs += 20
    const change = detector.process(frame)
    if (change?.type === 'started') fromMs = atMs - change.agoMs
    if (change?.type === 'ended') found.push({ fromMs, toMs: atMs - change.agoMs })
  }
  expect(detector.speaking).toBe(false)
  return found
}

function expectTruth(found: { fromMs: number; toMs: number }[], toleranceMs: number): void {
  expect(found).toHaveLength(truth.length)
  for (const [index, { fromMs, toMs }] of truth.entries()) {
    expect(Math.abs((found[index]?.fromMs ?? 0) - fromMs)).toBeLessThanOrEqual(toleranceMs)
    expect(Math.abs((found[index]?.toMs ?? 0) - toMs)).toBeLessThanOrEqual(toleranceMs)
  }
}

describe.each([
  ['light', loadLightSpeechDetectors],
  ['robust', loadRobustSpeechDetectors],
])('the %s speech detector', (_name, load) => {
  let detectors: SpeechDetectors
  beforeAll(async () => {
    detectors = await load()
  })

  function heard(sound: Int16Array): { fromMs: number; toMs: number }[] {
    const detector = detectors.open()
    try {
      return speeches(detector, sound)
    } finally {
      detector.close()
    }
  }

  test('tells within 100 ms when each person really began and ended', () => {
    expectTruth(heard(talk), 100)
  })

  test.each([
    ['white noise at 20 dB', (samples: number) => whiteNoise(samples, -40)],
    ['pink noise at 20 dB', (samples: number) => pinkNoise(samples, -40)],
    ['pink noise at 10 dB', (samples: number) => pinkNoise(samples, -30)],
  ])('finds the same in %s, but for soft ends of words', (_noise, noise) => {
    expectTruth(heard(mixed(talk, noise(talk.length))), 200)
  })

  test.each([
    ['digital silence', () => new Int16Array(8 * second)],
    ['white noise', () => whiteNoise(8 * second, -30)],
    ['pink noise', () => pinkNoise(8 * second, -30)],
    ['a keyboard', () => clicks(8 * second)],
  ])('does not take %s for speech', (_sound, make) => {
    expect(heard(make())).toEqual([])
  })

  test('hears two people who speak in turns, each with a detector of their own', () => {
    const first = detectors.open()
    const other = detectors.open()
    const noise = whiteNoise(talk.length, -30)
    const noiseFrames = framesOf(noise, 320)
    const changes: string[] = []
    for (const frame of framesOf(talk, 320)) {
      const change = first.process(frame)
      if (change) changes.push(change.type)
      expect(other.process(noiseFrames.next().value ?? expect.fail('no noise'))).toBeNull()
    }
    expect(changes).toEqual(['started', 'ended', 'started', 'ended'])
    first.close()
    other.close()
  })

  test('hears the same again after a reset, even in the middle of speech', () => {
    const detector = detectors.open()
    for (const frame of framesOf(talk.subarray(0, 4 * second), 320)) detector.process(frame)
    expect(detector.speaking).toBe(true)
    detector.reset()
    expect(detector.speaking).toBe(false)
    expectTruth(speeches(detector, talk), 100)
    detector.close()
  })

  test('says nothing after its close, which may come twice', () => {
    const detector = detectors.open()
    for (const frame of framesOf(talk.subarray(0, 4 * second), 320)) detector.process(frame)
    detector.close()
    detector.close()
    detector.reset()
    expect(detector.speaking).toBe(false)
    expect(detector.process(new Int16Array(320))).toBeNull()
  })

  test('refuses a frame of another length, and times shorter than a frame', () => {
    const detector = detectors.open()
    expect(() => detector.process(new Int16Array(480))).toThrow(RangeError)
    detector.close()
    expect(() => detectors.open({ startMs: 10 })).toThrow(RangeError)
  })
})

test('closing gives the memory of every model back', async () => {
  const detectors = await loadRobustSpeechDetectors()
  const openAndClose = () => {
    for (let i = 0; i < 3000; i++) detectors.open().close()
  }
  detectors.open().close()
  const before = process.memoryUsage().external
  openAndClose()
  // What is left open stays in WebAssembly memory, which never shrinks: some 40 MB for 3000 detectors. Their own
  // buffers, 10 MB of them, are left to the garbage collector.
  expect(process.memoryUsage().external - before).toBeLessThan(15_000_000)
})

/** Short bursts, about four a second. */
function clicks(samples: number): Int16Array {
  const random = pseudoRandom()
  const sound = new Int16Array(samples)
  for (let at = 2000; at + 1000 < samples; at += 3000 + Math.floor(random() * 1500))
    for (let i = 0; i < 300; i++) sound[at + i] = random() * 20_000 * Math.exp(-i / 60)
  return sound
}
