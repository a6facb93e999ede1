/** PCM s16le, as `live-talk.v1` carries it, to samples of -1 to 1. A last odd byte is left out. */
export function samplesOfPcm(bytes: ArrayBuffer): Float32Array {
  // Every platform that has Web Audio is little-endian.
  return Float32Array.from(
    new Int16Array(bytes, 0, Math.floor(bytes.byteLength / 2)),
    (sample) => sample / 32_768,
  )
}

/** Samples of -1 to 1, louder ones clipped, to PCM s16le. */
export function pcmOfSamples(samples: Float32Array): Int16Array<ArrayBuffer> {
  return Int16Array.from(samples, (sample) =>
    Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768))),
  )
}

/** Gathers samples of any number and gives them on in chunks of exactly `chunkSamples`. */
export class Chunker {
  readonly #chunk: Float32Array
  readonly #onChunk: (chunk: Float32Array) => void
  #filled = 0

  /** @param onChunk the array is reused: what is kept of it must be copied */
  constructor({
    chunkSamples,
    onChunk,
  }: {
    chunkSamples: number
    onChunk: (chunk: Float32Array) => void
  }) {
    this.#chunk = new Float32Array(chunkSamples)
    this.#onChunk = onChunk
  }

  push(samples: Float32Array): void {
    for (const sample of samples) {
      this.#chunk[this.#filled++] = sample
      if (this.#filled < this.#chunk.length) continue
      this.#filled = 0
      this.#onChunk(this.#chunk)
    }
  }
}
