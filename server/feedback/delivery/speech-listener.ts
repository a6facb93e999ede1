import { FRAME_MS, INBOUND_FRAME_SAMPLES } from '../../../shared/audio-format.ts'
import type { Role } from '../../../shared/turn.ts'
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

/**
 * Listens to both sides of a talk from its start; nothing but spans is kept of it, so an hour costs no more memory
 * than a minute. Takes the processor for some 40 µs a frame of 20 ms: not for the thread that talks run in.
 * @param sounds 16 kHz mono, in pieces of any length
 */
export async function listenForSpeech(
  sounds: AsyncIterable<Record<Role, Int16Array>>,
  detectors: SpeechDetectors,
): Promise<Record<Role, HeardSpeech>> {
  using user = new SpeechListener(detectors)
  using partner = new SpeechListener(detectors)
  for await (const piece of sounds) {
    user.hear(piece.user)
    partner.hear(piece.partner)
  }
  return { user: user.end(), partner: partner.end() }
}

/** One side's. Owns its detector. */
class SpeechListener implements Disposable {
  readonly #detector: SpeechDetector
  readonly #framer = new PcmFramer({
    frameSamples: INBOUND_FRAME_SAMPLES,
    onFrame: (frame) => this.#hearFrame(frame),
  })
  readonly #spans: Span[] = []
  readonly #peaks = new SyllablePeaks()
  readonly #peakTimesMs: number[] = []
  #startMs: number | undefined
  #nowMs = 0

  constructor(detectors: SpeechDetectors) {
    this.#detector = detectors.open({ endMs: SPEECH_END_MS })
  }

  hear(piece: Int16Array): void {
    this.#framer.push(bytesFromPcm(piece))
  }

  end(): HeardSpeech {
    this.#finish(this.#nowMs)
    return { spans: this.#spans, peaks: this.#peaksInSpans(), durationMs: this.#nowMs }
  }

  [Symbol.dispose](): void {
    this.#detector.close()
  }

  #hearFrame(frame: Int16Array): void {
    this.#nowMs += FRAME_MS
    const change = this.#detector.process(frame)
    if (this.#peaks.push(levelDbfs(frame))) this.#peakTimesMs.push(this.#nowMs)
    if (change?.type === 'started') this.#startMs = Math.max(0, this.#nowMs - change.agoMs)
    if (change?.type === 'ended') this.#finish(this.#nowMs - change.agoMs)
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
