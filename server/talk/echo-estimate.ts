import { FRAME_MS } from '../../shared/audio-format.ts'

/** Out to the user, through their speaker and back: network twice, a jitter buffer and the sound card. */
const MAX_DELAY_MS = 500
const DELAYS = MAX_DELAY_MS / FRAME_MS + 1
/** Levels below this tell nothing. */
const SILENT_DBFS = -70
/** A frame of the partner's that would be heard through a speaker. */
const LOUD_DBFS = -45
/** What is learned is forgotten within about this much of the partner's speech. */
const MEMORY_FRAMES = 3_000 / FRAME_MS
/** An echo is found within a second of speech (0.9 and more at its delay); before this, likeness may be chance. */
const MIN_FRAMES = 800 / FRAME_MS
const SURE_CORRELATION = 0.7
/** Envelopes of two people who talk at once are found this alike by chance, at the best of all delays. */
const CHANCE_CORRELATION = 0.5
/** Before anything is known: an echo canceller that has failed leaves 20 dB of distance, seldom less. */
const ASSUMED_GAIN_DB = -20
/** Louder than that by this much it is the user who speaks; nothing is learned of the echo from it. */
const USER_ABOVE_DB = 10

/** What is known of an echo. */
export interface FoundEcho {
  delayMs: number
  gainDb: number
  /** Of the two rhythms at that delay, -1 to 1. */
  correlation: number
  /** From how many frames it was learned so far. */
  frames: number
}

/**
 * How loud the partner's own voice comes back from the user's speaker, if it does. Compares the rhythm of loudness
 * of what was sent with what is heard, at every delay up to half a second; a delay that keeps on fitting is the
 * echo's, and the distance in level there its gain. Pure; about a µs a frame.
 */
export class EchoEstimate {
  /** Levels sent, the newest first. */
  readonly #sentDbfs = new Float64Array(DELAYS + 2).fill(SILENT_DBFS)
  readonly #delays = Array.from({ length: DELAYS }, () => new Likeness())
  #frames = 0
  #best: { delay: number; gainDb: number; correlation: number } | undefined

  /** The level of what goes out now; -Infinity for nothing. Once every 20 ms. */
  sent(levelDbfs: number): void {
    this.#sentDbfs.copyWithin(1, 0)
    this.#sentDbfs[0] = Math.max(SILENT_DBFS, levelDbfs)
  }

  /**
   * How loud an echo would be in a frame that is heard now; -Infinity where there is none. Learns from the frame.
   */
  expectedDbfs(heardDbfs: number): number {
    const loudestSentDbfs = Math.max(...this.#sentDbfs)
    if (loudestSentDbfs < LOUD_DBFS) return -Infinity
    const expected = this.#expected(loudestSentDbfs)
    const isUser = heardDbfs > Math.max(expected, loudestSentDbfs + ASSUMED_GAIN_DB) + USER_ABOVE_DB
    if (!isUser) this.#learn(Math.max(SILENT_DBFS, heardDbfs))
    return expected
  }

  #expected(loudestSentDbfs: number): number {
    const best = this.#best
    if (!best || this.#frames < MIN_FRAMES) return loudestSentDbfs + ASSUMED_GAIN_DB
    if (best.correlation < CHANCE_CORRELATION) return -Infinity
    if (best.correlation < SURE_CORRELATION) return loudestSentDbfs + ASSUMED_GAIN_DB
    // Frames of both directions are not aligned, and rooms smear: the loudest that can be in it counts.
    const near = this.#sentDbfs.subarray(Math.max(0, best.delay - 1), best.delay + 2)
    return Math.max(...near) + best.gainDb
  }

  #learn(heardDbfs: number): void {
    this.#frames++
    const rate = 1 / Math.min(this.#frames, MEMORY_FRAMES)
    this.#best = undefined
    for (const [delay, likeness] of this.#delays.entries()) {
      likeness.push(this.#sentDbfs[delay] ?? SILENT_DBFS, heardDbfs, rate)
      const { correlation } = likeness
      if (!this.#best || correlation > this.#best.correlation)
        this.#best = { delay, correlation, gainDb: likeness.gainDb }
    }
  }

  /** undefined before anything is known. */
  get state(): FoundEcho | undefined {
    const best = this.#best
    if (!best) return undefined
    const { delay, gainDb, correlation } = best
    return { delayMs: delay * FRAME_MS, gainDb, correlation, frames: this.#frames }
  }
}

/** Running correlation of two levels. */
class Likeness {
  #sent = 0
  #heard = 0
  #sentSquare = 0
  #heardSquare = 0
  #product = 0
  gainDb = ASSUMED_GAIN_DB

  push(sent: number, heard: number, rate: number): void {
    this.#sent += rate * (sent - this.#sent)
    this.#heard += rate * (heard - this.#heard)
    this.#sentSquare += rate * (sent * sent - this.#sentSquare)
    this.#heardSquare += rate * (heard * heard - this.#heardSquare)
    this.#product += rate * (sent * heard - this.#product)
    if (sent > LOUD_DBFS) this.gainDb += Math.max(rate, 0.02) * (heard - sent - this.gainDb)
  }

  get correlation(): number {
    const sentVariance = this.#sentSquare - this.#sent ** 2
    const heardVariance = this.#heardSquare - this.#heard ** 2
    // A muted microphone, or nothing but its own steady noise, echoes nothing.
    if (sentVariance < 1 || heardVariance < 1) return 0
    return (this.#product - this.#sent * this.#heard) / Math.sqrt(sentVariance * heardVariance)
  }
}
