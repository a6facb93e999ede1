import { OUTBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import type { Clock } from '../clock.ts'

export interface UtteranceStreamOptions {
  /** 24 kHz mono. */
  pcm: Int16Array
  /** What is said, in the pieces in which it is told. */
  pieces: readonly string[]
  clock: Clock
  onText: (piece: string) => void
  /** A view of `pcm`. */
  onAudio: (chunk: Int16Array) => void
  /** All of it has been given out. */
  onGenerated: () => void
  /** Played in real time from its first chunk, it would now be over. The last call. */
  onPlayed: () => void
}

/** What one message carries: the same as ours to the model. */
const CHUNK_MS = 40
const CHUNK_SAMPLES = (OUTBOUND_SAMPLE_RATE_HZ * CHUNK_MS) / 1000
/** Live models make speech three to four times as fast as it is played. */
const GENERATION_SPEED = 3

/**
 * Gives out one utterance as a Live model makes it: chunks faster than they are played, each piece of the
 * transcript ahead of its sound, and afterwards a pause until what was given out has been played. The first
 * chunk comes during `start`.
 */
export class UtteranceStream {
  readonly #options: UtteranceStreamOptions
  /** Where in the sound each piece begins, in samples. */
  readonly #pieceStarts: number[]
  #startedAtMs = 0
  #sentSamples = 0
  #sentPieces = 0
  #isStopped = false
  #timer: Disposable | undefined

  constructor(options: UtteranceStreamOptions) {
    this.#options = options
    this.#pieceStarts = pieceStarts(options.pieces, options.pcm.length)
  }

  start(): void {
    this.#startedAtMs = this.#options.clock.nowMs()
    this.#generate()
  }

  /** Idempotent. Nothing is called afterwards. */
  stop(): void {
    this.#isStopped = true
    this.#timer?.[Symbol.dispose]()
    this.#timer = undefined
  }

  /** How much sound has been given out. */
  get sentMs(): number {
    return (this.#sentSamples * 1000) / OUTBOUND_SAMPLE_RATE_HZ
  }

  #generate(): void {
    const { pcm, clock, onAudio, onGenerated } = this.#options
    while (!this.#isStopped && this.#sentSamples < pcm.length) {
      const dueMs = this.sentMs / GENERATION_SPEED
      if (dueMs > this.#elapsedMs()) {
        // Timers count in whole ms; rounded down, one would fire before anything is due.
        this.#timer = clock.after(Math.ceil(dueMs - this.#elapsedMs()), () => this.#generate())
        return
      }
      const end = Math.min(this.#sentSamples + CHUNK_SAMPLES, pcm.length)
      this.#tellUpTo(end)
      if (this.#isStopped) return
      const chunk = pcm.subarray(this.#sentSamples, end)
      this.#sentSamples = end
      onAudio(chunk)
    }
    this.#tellUpTo(Number.POSITIVE_INFINITY)
    if (this.#isStopped) return
    onGenerated()
    if (this.#isStopped) return
    const remainingMs = Math.max(0, this.sentMs - this.#elapsedMs())
    this.#timer = clock.after(remainingMs, () => {
      this.stop()
      this.#options.onPlayed()
    })
  }

  #tellUpTo(sample: number): void {
    const { pieces, onText } = this.#options
    while (!this.#isStopped && (this.#pieceStarts[this.#sentPieces] ?? Number.POSITIVE_INFINITY) < sample) {
      const piece = pieces[this.#sentPieces]
      this.#sentPieces++
      if (piece !== undefined) onText(piece)
    }
  }

  #elapsedMs(): number {
    return this.#options.clock.nowMs() - this.#startedAtMs
  }
}

/** Spreads the pieces over the sound by their lengths. */
function pieceStarts(pieces: readonly string[], samples: number): number[] {
  const chars = pieces.reduce((sum, piece) => sum + piece.length, 0)
  let before = 0
  return pieces.map((piece) => {
    const start = (before / chars) * samples
    before += piece.length
    return start
  })
}
