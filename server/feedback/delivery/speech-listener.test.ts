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
  for (let at = 0; at < of.length; at += samplesEach) yield of.subarray(at, at + samplesEach)
}

describe('speech in a channel', () => {
  it('is found where it is, with about a peak of loudness for each syllable', async () => {
    const heard = await listenForSpeech(pieces(samples, 960), detectors)
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
    expect(heard).toEqual({ spans: [], peaks: 0, durationMs: 3_000 })
  })

  it('is no longer listened to after an abort, and what was opened for it is closed', async () => {
    const opened: SpeechDetector[] = []
    const counted = {
      open: () => {
        const detector = detectors.open()
        vi.spyOn(detector, 'close')
        opened.push(detector)
        return detector
      },
    }
    const signal = AbortSignal.abort(new Error('stopping'))
    await expect(listenForSpeech(pieces(new Int16Array(96_000), 320), counted, signal)).rejects.toThrow(
      'stopping',
    )
    expect(opened.map(({ close }) => vi.mocked(close).mock.calls.length)).toEqual([1])
  })
})
