import { FRAME_MS } from '../../shared/audio-format.ts'
import type { SpeechChange, SpeechDetectorOptions } from './speech-detector.ts'

/** Some consonants are unvoiced, so that a detector asking for every frame would miss the start of words. */
const START_SHARE = 0.7

/** Turns voiced and unvoiced frames into the start and end of speech. Pure. */
export class SpeechWindow {
  readonly #startFrames: number
  readonly #endFrames: number
  /** The last frames before speech, at most `startFrames` of them. */
  #recent: boolean[] = []
  /** Frames since the last voiced one; undefined while nobody speaks. */
  #unvoicedFrames: number | undefined

  /** @throws RangeError when a time is shorter than a frame */
  constructor({ startMs = 120, endMs = 600 }: SpeechDetectorOptions = {}) {
    this.#startFrames = frames(startMs)
    this.#endFrames = frames(endMs)
  }

  get speaking(): boolean {
    return this.#unvoicedFrames !== undefined
  }

  /** Takes the next frame's verdict. */
  push(voiced: boolean): SpeechChange | null {
    if (this.#unvoicedFrames === undefined) return this.#listen(voiced)
    this.#unvoicedFrames = voiced ? 0 : this.#unvoicedFrames + 1
    if (this.#unvoicedFrames < this.#endFrames) return null
    this.reset()
    return { type: 'ended', agoMs: this.#endFrames * FRAME_MS }
  }

  reset(): void {
    this.#recent = []
    this.#unvoicedFrames = undefined
  }

  #listen(voiced: boolean): SpeechChange | null {
    const recent = this.#recent
    recent.push(voiced)
    if (recent.length > this.#startFrames) recent.shift()
    const voicedFrames = recent.filter((frame) => frame).length
    if (voicedFrames < START_SHARE * this.#startFrames) return null
    const agoMs = (recent.length - recent.indexOf(true)) * FRAME_MS
    this.#unvoicedFrames = 0
    return { type: 'started', agoMs }
  }
}

function frames(ms: number): number {
  if (!(ms >= FRAME_MS)) throw new RangeError(`A window of speech is at least ${FRAME_MS} ms, not ${ms}.`)
  return Math.round(ms / FRAME_MS)
}
