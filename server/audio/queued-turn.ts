import { OUTBOUND_FRAME_SAMPLES } from '../../shared/audio-format.ts'

/** One turn's sound on its way out: what is written and not yet pulled. Used by Playout alone. */
export class QueuedTurn {
  readonly turnId: string
  /** No more will be written to it. */
  ended = false
  readonly #chunks: Int16Array[] = []
  /** How much of the first chunk is already pulled. */
  #offset = 0
  #queuedSamples = 0

  constructor(turnId: string) {
    this.turnId = turnId
  }

  get queuedSamples(): number {
    return this.#queuedSamples
  }

  /** Keeps the chunk itself, not a copy. */
  write(chunk: Int16Array): void {
    this.#chunks.push(chunk)
    this.#queuedSamples += chunk.length
  }

  /**
   * The next frame: a view of the chunk that it lies in, or, where it is pieced together from several or filled up
   * with silence at the end, `scratch`. So sound is copied once at most.
   */
  pull(scratch: Int16Array): Int16Array {
    const [first] = this.#chunks
    if (first && first.length - this.#offset >= OUTBOUND_FRAME_SAMPLES) {
      const frame = first.subarray(this.#offset, this.#offset + OUTBOUND_FRAME_SAMPLES)
      this.#take(OUTBOUND_FRAME_SAMPLES)
      return frame
    }
    let filled = 0
    for (let chunk = first; chunk && filled < OUTBOUND_FRAME_SAMPLES; chunk = this.#chunks[0]) {
      const part = chunk.subarray(this.#offset, this.#offset + OUTBOUND_FRAME_SAMPLES - filled)
      scratch.set(part, filled)
      filled += part.length
      this.#take(part.length)
    }
    return scratch.fill(0, filled)
  }

  /** Takes samples that all lie in the first chunk. */
  #take(samples: number): void {
    this.#queuedSamples -= samples
    this.#offset += samples
    if (this.#offset < (this.#chunks[0]?.length ?? 0)) return
    this.#chunks.shift()
    this.#offset = 0
  }
}
