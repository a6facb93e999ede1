import { FRAME_MS, INBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import type { FrameResampler } from './ears.ts'

export interface PcmFramerOptions {
  /** To 16 kHz; closed by the framer. */
  openResampler: (fromHz: number) => FrameResampler
  /** 20 ms, 16 kHz mono, valid only during the call. */
  onFrame: (frame: Int16Array) => void
}

const BYTES_PER_SAMPLE = 2

/**
 * Cuts a stream of PCM (signed 16-bit little-endian, mono) that comes in chunks of any length, even of half a
 * sample, into frames of 20 ms at 16 kHz. A stream of another rate is resampled; the rate must have a whole number
 * of samples in 20 ms. Holds less than one frame.
 */
export class PcmFramer {
  readonly #options: PcmFramerOptions
  readonly #resampled = new Int16Array(frameSamples(INBOUND_SAMPLE_RATE_HZ))
  #rateHz = INBOUND_SAMPLE_RATE_HZ
  #resampler: FrameResampler | undefined
  #frame = new Uint8Array(frameSamples(INBOUND_SAMPLE_RATE_HZ) * BYTES_PER_SAMPLE)
  #filled = 0
  #isClosed = false

  constructor(options: PcmFramerOptions) {
    this.#options = options
  }

  push(bytes: Uint8Array, sampleRateHz: number): void {
    if (this.#isClosed) return
    if (sampleRateHz !== this.#rateHz) this.#changeRate(sampleRateHz)
    for (let at = 0; at < bytes.length && !this.#isClosed; ) {
      const part = bytes.subarray(at, at + this.#frame.length - this.#filled)
      this.#frame.set(part, this.#filled)
      this.#filled += part.length
      at += part.length
      if (this.#filled < this.#frame.length) return
      this.#filled = 0
      this.#options.onFrame(this.#at16kHz(new Int16Array(this.#frame.buffer)))
    }
  }

  /** Forgets what is not yet a frame: the stream ended here. */
  reset(): void {
    this.#filled = 0
    this.#resampler?.reset()
  }

  /** Idempotent. */
  close(): void {
    this.#isClosed = true
    this.#resampler?.close()
    this.#resampler = undefined
  }

  #changeRate(sampleRateHz: number): void {
    this.#resampler?.close()
    const isNative = sampleRateHz === INBOUND_SAMPLE_RATE_HZ
    this.#resampler = isNative ? undefined : this.#options.openResampler(sampleRateHz)
    this.#rateHz = sampleRateHz
    this.#frame = new Uint8Array(frameSamples(sampleRateHz) * BYTES_PER_SAMPLE)
    this.#filled = 0
  }

  #at16kHz(frame: Int16Array): Int16Array {
    const samples = this.#resampler?.process(frame)
    if (!samples) return frame
    // The filter overshoots where the sound is at full scale, and an Int16Array would wrap round.
    for (let i = 0; i < this.#resampled.length; i++) {
      this.#resampled[i] = Math.max(-32_768, Math.min(32_767, Math.round(samples[i] ?? 0)))
    }
    return this.#resampled
  }
}

function frameSamples(rateHz: number): number {
  return (rateHz * FRAME_MS) / 1000
}
