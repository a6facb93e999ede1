export interface PlayoutBufferOptions {
  /** How much is waited for before a turn is begun: what the network may be late by without a gap. */
  startSamples: number
  /** Past it the oldest is dropped: better a word lost than a partner who is ever later. */
  maxSamples: number
}

/**
 * What has come of the partner and was not yet played: a ring of samples between the socket, which brings them in
 * gusts, and the loudspeaker, which takes 128 at a time. Pure: time is what is taken out.
 */
export class PlayoutBuffer {
  readonly #startSamples: number
  readonly #ring: Float32Array
  #readAt = 0
  #length = 0
  #playing = false
  /** Taken out as silence since the first sample came that waits. */
  #waited = 0
  /** Samples that were dropped because too many had come. */
  dropped = 0
  /** Times that the sound ran out: the end of each turn, and each gap within one. */
  underruns = 0

  constructor({ startSamples, maxSamples }: PlayoutBufferOptions) {
    this.#startSamples = startSamples
    this.#ring = new Float32Array(maxSamples)
  }

  get length(): number {
    return this.#length
  }

  push(samples: Float32Array): void {
    for (const sample of samples) {
      if (this.#length === this.#ring.length) {
        this.#readAt = (this.#readAt + 1) % this.#ring.length
        this.#length--
        this.dropped++
      }
      this.#ring[(this.#readAt + this.#length) % this.#ring.length] = sample
      this.#length++
    }
  }

  /** Fills `output` whole, with silence where there is nothing to play. */
  pull(output: Float32Array): void {
    if (!this.#playing && this.#length > 0) {
      // A turn shorter than the start depth is played too, once the wait is over.
      this.#playing = this.#length >= this.#startSamples || this.#waited >= this.#startSamples
      if (!this.#playing) this.#waited += output.length
    }
    output.fill(0)
    if (!this.#playing) return
    const count = Math.min(output.length, this.#length)
    for (let index = 0; index < count; index++) {
      output[index] = this.#ring[(this.#readAt + index) % this.#ring.length] ?? 0
    }
    this.#readAt = (this.#readAt + count) % this.#ring.length
    this.#length -= count
    if (count === output.length) return
    this.underruns++
    this.#playing = false
    this.#waited = 0
  }

  /** Forgets what has not been played: the partner was interrupted. */
  clear(): void {
    this.#length = 0
    this.#playing = false
    this.#waited = 0
  }
}
