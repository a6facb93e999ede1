import { FRAME_MS, INBOUND_FRAME_SAMPLES, INBOUND_SAMPLE_RATE_HZ } from '../../../shared/audio-format.ts'
import { bytesFromPcm, levelDbfs } from '../../audio/pcm.ts'
import { PcmFramer } from '../../audio/pcm-framer.ts'
import type { SpeechDetector, SpeechDetectors } from '../../audio/speech-detector.ts'
import { lengthMs, type Span } from './span.ts'
import { SyllablePeaks } from './syllable-peaks.ts'

/** What one side's channel tells of their speech. */
export interface HeardSpeech {
  spans: Span[]
  /** Peaks of loudness within the spans, about one a syllable. */
  peaks: number
  durationMs: number
}

/** Shorter than any pause that counts, longer than the silence within a word (a stop, a geminate). */
const SPEECH_END_MS = 300

/** So much sound is listened to before the event loop gets its turn: about a millisecond of work. */
const SAMPLES_A_SLICE = INBOUND_SAMPLE_RATE_HZ / 2

/**
 * Listens to one channel from the talk's start; nothing but spans is kept of it, so an hour costs no more memory
 * than a minute.
 * @param sound 16 kHz mono, in pieces of any length
 * @throws the signal's reason
 */
export async function listenForSpeech(
  sound: AsyncIterable<Int16Array>,
  detectors: SpeechDetectors,
  signal?: AbortSignal,
): Promise<HeardSpeech> {
  const listener = new SpeechListener(detectors.open({ endMs: SPEECH_END_MS }))
  try {
    const framer = new PcmFramer({
      frameSamples: INBOUND_FRAME_SAMPLES,
      onFrame: (frame) => listener.hear(frame),
    })
    let samples = 0
    for await (const piece of sound) {
      framer.push(bytesFromPcm(piece))
      samples += piece.length
      if (samples < SAMPLES_A_SLICE) continue
      samples = 0
      await new Promise((resolve) => setImmediate(resolve))
      signal?.throwIfAborted()
    }
    return listener.end()
  } finally {
    listener.close()
  }
}

/** Owns its detector. */
class SpeechListener {
  readonly #detector: SpeechDetector
  readonly #spans: Span[] = []
  readonly #peaks = new SyllablePeaks()
  readonly #peakTimesMs: number[] = []
  #startMs: number | undefined
  #nowMs = 0

  constructor(detector: SpeechDetector) {
    this.#detector = detector
  }

  hear(frame: Int16Array): void {
    this.#nowMs += FRAME_MS
    const change = this.#detector.process(frame)
    if (this.#peaks.push(levelDbfs(frame))) this.#peakTimesMs.push(this.#nowMs)
    if (change?.type === 'started') this.#startMs = Math.max(0, this.#nowMs - change.agoMs)
    if (change?.type === 'ended') this.#finish(this.#nowMs - change.agoMs)
  }

  end(): HeardSpeech {
    this.#finish(this.#nowMs)
    return { spans: this.#spans, peaks: this.#peaksInSpans(), durationMs: this.#nowMs }
  }

  close(): void {
    this.#detector.close()
  }

  #finish(endMs: number): void {
    if (this.#startMs === undefined) return
    const span = { startMs: this.#startMs, endMs }
    if (lengthMs(span) > 0) this.#spans.push(span)
    this.#startMs = undefined
  }

  /** Both lists are in order, so one walk is enough. */
  #peaksInSpans(): number {
    let at = 0
    return this.#peakTimesMs.filter((timeMs) => {
      while ((this.#spans[at]?.endMs ?? Infinity) < timeMs) at++
      return (this.#spans[at]?.startMs ?? Infinity) <= timeMs
    }).length
  }
}
