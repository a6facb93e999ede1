/**
 * Cuts a stream of PCM (signed 16-bit little-endian, mono), which comes in chunks of any length, even of half a
 * sample, into frames of one length. Holds less than one frame.
 */
export class PcmFramer {
  readonly #onFrame: (frame: Int16Array) => void
  readonly #frame: Int16Array
  readonly #bytes: Uint8Array
  #filled = 0

  /** @param options.onFrame gets a frame that is valid only during the call */
  constructor({ frameSamples, onFrame }: { frameSamples: number; onFrame: (frame: Int16Array) => void }) {
    this.#onFrame = onFrame
    this.#frame = new Int16Array(frameSamples)
    this.#bytes = new Uint8Array(this.#frame.buffer)
  }

  /** Takes the next chunk: copied, not kept. */
  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + this.#bytes.length - this.#filled)
      this.#bytes.set(part, this.#filled)
      this.#filled += part.length
      at += part.length
      if (this.#filled < this.#bytes.length) return
      this.#filled = 0
      this.#onFrame(this.#frame)
    }
  }

  /** Forgets what is not yet a frame: the stream ended here. */
  reset(): void {
    this.#filled = 0
  }
}
