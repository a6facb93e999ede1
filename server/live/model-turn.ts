import type { Locale } from '../../shared/scenario.ts'
import type { LiveEvent } from './live-model.ts'

/**
 * Faster than anybody speaks: brisk Japanese is about 8 characters a second, English 17. What a transcript holds
 * beyond that was not said.
 */
const MAX_CHARS_PER_S: Record<Locale, number> = { 'ja-JP': 12, 'en-US': 25 }
/** Words come ahead of their sound, and a last piece may have been meant for nobody. */
const MAX_UNHEARD_MS = 1_500

/** Where the model's turn stands on this connection, and whether it ended as turns do. Pure; times in ms. */
export class ModelTurn {
  readonly #charsPerS: number
  #phase: 'none' | 'open' | 'generated' = 'none'
  #beganAtMs = 0
  #lastSignAtMs = 0
  #chars = 0
  #soundMs = 0
  #isInterrupted = false
  #isCutShort = false
  #isBrokenOff = false

  constructor(options: { locale: Locale }) {
    this.#charsPerS = MAX_CHARS_PER_S[options.locale]
  }

  get phase(): 'none' | 'open' | 'generated' {
    return this.#phase
  }

  /** This one, or the last one. */
  get beganAtMs(): number {
    return this.#beganAtMs
  }

  /** When the model, or the partner's voice, was last heard of. */
  get lastSignAtMs(): number {
    return this.#lastSignAtMs
  }

  /** The user has taken the floor from it. */
  get isInterrupted(): boolean {
    return this.#isInterrupted
  }

  /** The last turn ended in mid-sentence without the user's doing, and nothing has come of it since. */
  get isCutShort(): boolean {
    return this.#isCutShort
  }

  /** @returns whether a turn begins with it */
  takes(event: Extract<LiveEvent, { type: 'audio' | 'outputTranscript' }>, nowMs: number): boolean {
    const begins = this.#phase === 'none'
    if (begins) {
      this.#chars = 0
      this.#soundMs = 0
      this.#isInterrupted = false
      this.#isBrokenOff = false
      this.#isCutShort = false
      this.#phase = 'open'
      this.#beganAtMs = nowMs
    }
    // It goes on after all.
    this.#isBrokenOff = false
    if (event.type === 'audio') this.#soundMs += (event.pcm.length * 1000) / event.sampleRateHz
    else this.#chars += event.text.trim().length
    this.#lastSignAtMs = nowMs
    return begins
  }

  generated(): void {
    if (this.#phase === 'open') this.#phase = 'generated'
  }

  sounds(nowMs: number): void {
    this.#lastSignAtMs = nowMs
  }

  interruptedByUser(): void {
    this.#isInterrupted = true
    this.#isCutShort = false
  }

  /** The service dropped the rest of the turn, and nobody had asked it to. */
  brokenOff(): void {
    this.#isBrokenOff = this.#phase === 'open'
  }

  completes(): void {
    if (this.#phase === 'none') return
    this.#phase = 'none'
    const unheardMs = (this.#chars / this.#charsPerS) * 1000 - this.#soundMs
    this.#isCutShort = !this.#isInterrupted && (this.#isBrokenOff || unheardMs > MAX_UNHEARD_MS)
  }

  /** It was asked to go on, once. */
  nudged(): void {
    this.#isCutShort = false
  }
}
