import type { SpeechDetector } from '../audio/speech-detector.ts'
import type { TurnTracker } from './turn-tracker.ts'

// A microphone sends all the time, silence too. When nothing came for this long it was paused, and the model's
// own end-of-speech, which counts frames, would wait for ever (https://ai.google.dev/gemini-api/docs/live).
const PAUSE_MS = 1_000

/** When the user speaks, by our own ear, told to the turns with the times at which it really began and ended. */
export class UserSpeech {
  readonly #detector: SpeechDetector
  readonly #turns: Pick<TurnTracker, 'userSpeechStarted' | 'userSpeechEnded'>
  #lastFrameAtMs: number | undefined

  /** @param options.detector stays the caller's to close */
  constructor(options: {
    detector: SpeechDetector
    turns: Pick<TurnTracker, 'userSpeechStarted' | 'userSpeechEnded'>
  }) {
    this.#detector = options.detector
    this.#turns = options.turns
  }

  /** @param atMs when the frame came, which is when its last sample was spoken */
  frame(frame: Int16Array, atMs: number): void {
    this.#lastFrameAtMs = atMs
    const found = this.#detector.process(frame)
    if (!found) return
    const changedAtMs = Math.max(0, atMs - found.agoMs)
    if (found.type === 'started') this.#turns.userSpeechStarted(changedAtMs)
    else this.#turns.userSpeechEnded(changedAtMs)
  }

  /** @returns true once for each pause of the microphone, as soon as it is one */
  checkPause(nowMs: number): boolean {
    if (this.#lastFrameAtMs === undefined || nowMs - this.#lastFrameAtMs < PAUSE_MS) return false
    if (this.#detector.speaking) this.#turns.userSpeechEnded(this.#lastFrameAtMs)
    this.#detector.reset()
    this.#lastFrameAtMs = undefined
    return true
  }
}
