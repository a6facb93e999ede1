import { FRAME_MS, INBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import { PcmFramer } from './pcm-framer.ts'

/** Resamples a stream frame by frame, 20 ms at a time. Closed once, by who made it. */
export interface FrameResampler {
  /** @returns floats in the range of 16-bit samples, valid until the next call */
  process(frame: Int16Array): Float32Array
  reset(): void
  close(): void
}

export interface ResamplingFramerOptions {
  /** To 16 kHz; closed by the framer. */
  openResampler: (fromHz: number) => FrameResampler
  /** 20 ms, 16 kHz mono, valid only during the call. Not called after the close. */
  onFrame: (frame: Int16Array) => void
}

/**
 * Frames of 20 ms at 16 kHz from a stream of PCM (signed 16-bit little-endian, mono) at whatever rate it has, in
 * chunks of any length. The rate may change, and must have a whole number of samples in 20 ms.
 */
export class ResamplingFramer {
  readonly #options: ResamplingFramerOptions
  readonly #resampled = new Int16Array(frameSamples(INBOUND_SAMPLE_RATE_HZ))
  #rateHz = INBOUND_SAMPLE_RATE_HZ
  #resampler: FrameResampler | undefined
  #framer = this.#framerOf(INBOUND_SAMPLE_RATE_HZ)
  #isClosed = false

  constructor(options: ResamplingFramerOptions) {
    this.#options = options
  }

  push(bytes: Uint8Array, sampleRateHz: number): void {
    if (this.#isClosed) return
    if (sampleRateHz !== this.#rateHz) this.#changeRate(sampleRateHz)
    this.#framer.push(bytes)
  }

  /** Forgets what is not yet a frame: the stream ended here. */
  reset(): void {
    this.#framer.reset()
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
    this.#framer = this.#framerOf(sampleRateHz)
  }

  #framerOf(rateHz: number): PcmFramer {
    const onFrame = (frame: Int16Array) => {
      // A frame may be what its listener closes at, and a chunk may hold more of them.
      if (!this.#isClosed) this.#options.onFrame(this.#at16kHz(frame))
    }
    return new PcmFramer({ frameSamples: frameSamples(rateHz), onFrame })
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
