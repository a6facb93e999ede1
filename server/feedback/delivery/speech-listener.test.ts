import { readFile } from 'node:fs/promises'
import { describe, expect, it, vi } from 'vitest'
import { loadLightSpeechDetectors } from '../../audio/light-speech-detectors.ts'
import type { SpeechDetector } from '../../audio/speech-detector.ts'
import { parseWav } from '../../audio/wav-file.ts'
import { countSyllables } from './pace.ts'
import { lengthMs, totalMs } from './span.ts'
import { listenForSpeech } from './speech-listener.ts'

const detectors = await loadLightSpeechDetectors()
const SPEECH = new URL('../../testing/speech/user-en.wav', import.meta.url)
const WORDS = "Hello, thanks for your time. I'd like to hear how the pilot went, before we talk about prices."

/** Half a second of silence, some five seconds of speech, half a second of silence. */
const { samples } = parseWav(await readFile(SPEECH))

async function* pieces(of: Int16Array, samplesEach: number) {
  for (let at = 0; at < of.length; at += samplesEach) {
    const user = of.subarray(at, at + samplesEach)
    yield { user, partner: new Int16Array(user.length) }
  }
}

describe('speech in a channel', () => {
  it('is found where it is, with about a peak of loudness for each syllable', async () => {
    const { user: heard, partner } = await listenForSpeech(pieces(samples, 960), detectors)
    expect(partner.spans).toEqual([])
    const durationMs = samples.length / 16
    const [first] = heard.spans
    expect(Math.abs(heard.durationMs - durationMs)).toBeLessThanOrEqual(20)
    expect(Math.abs((first?.startMs ?? 0) - 500)).toBeLessThan(150)
    expect(Math.abs((heard.spans.at(-1)?.endMs ?? 0) - (durationMs - 500))).toBeLessThan(400)
    expect(totalMs(heard.spans)).toBeGreaterThan(3_500)
    for (const span of heard.spans) expect(lengthMs(span)).toBeGreaterThan(0)
    expect(heard.peaks / countSyllables(WORDS)).toBeGreaterThan(0.6)
    expect(heard.peaks / countSyllables(WORDS)).toBeLessThan(1.4)
  })

  it('is the same however the sound is cut into pieces', async () => {
    const whole = await listenForSpeech(pieces(samples, samples.length), detectors)
    expect(await listenForSpeech(pieces(samples, 777), detectors)).toEqual(whole)
  })

  it('is not there in silence', async () => {
    const heard = await listenForSpeech(pieces(new Int16Array(48_000), 320), detectors)
    expect(heard.user).toEqual({ spans: [], peaks: 0, durationMs: 3_000 })
  })

  it('that breaks off leaves nothing open that was opened for it', async () => {
    const opened: SpeechDetector[] = []
    const counted = {
      open: () => {
        const detector = detectors.open()
        vi.spyOn(detector, 'close')
        opened.push(detector)
        return detector
      },
    }
    async function* broken() {
      yield* pieces(new Int16Array(32_000), 320)
      throw new Error('disk')
    }
    await expect(listenForSpeech(broken(), counted)).rejects.toThrow('disk')
    expect(opened.map(({ close }) => vi.mocked(close).mock.calls.length)).toEqual([1, 1])
  })
})
