import createModule, { type SpeexResamplerModule } from '@echogarden/speex-resampler-wasm/simd'
import { FRAME_MS, INBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'

/** Of 0 to 10: Speex's own choices for desktop sound and for voice (speex_resampler.h). */
const QUALITY = { desktop: 5, voice: 3 }

interface SpeexResamplerOptions {
  fromHz: number
  toHz: number
  /** How long every frame is. The output's length must come out whole. */
  frameSamples: number
  quality?: keyof typeof QUALITY
}

/** Loads the Speex resampler; the result makes resamplers that all live in its memory. */
export async function loadSpeexResampler(options: SpeexResamplerOptions): Promise<() => SpeexResampler> {
  const module = await createModule()
  return () => new SpeexResampler(module, options)
}

/** The same for streams of any rate that are to be heard: 20 ms at a time, to 16 kHz. */
export async function loadInboundResamplers(): Promise<(fromHz: number) => SpeexResampler> {
  const module = await createModule()
  return (fromHz) =>
    new SpeexResampler(module, {
      fromHz,
      toHz: INBOUND_SAMPLE_RATE_HZ,
      frameSamples: (fromHz * FRAME_MS) / 1000,
      quality: 'voice',
    })
}

/** Resamples one mono stream, frame by frame. The creator closes it. */
export class SpeexResampler {
  readonly #module: SpeexResamplerModule
  readonly #resampler: number
  readonly #input: number
  readonly #inputSamples: number
  readonly #output: number
  readonly #outputSamples: number
  /** Two 32-bit lengths, and before them the room for an error code that `init` wants. */
  readonly #lengths: number

  constructor(module: SpeexResamplerModule, options: SpeexResamplerOptions) {
    const { fromHz, toHz, frameSamples, quality = 'desktop' } = options
    this.#module = module
    this.#inputSamples = frameSamples
    this.#outputSamples = (frameSamples * toHz) / fromHz
    this.#lengths = module._malloc(2 * Uint32Array.BYTES_PER_ELEMENT)
    this.#input = module._malloc(this.#inputSamples * Float32Array.BYTES_PER_ELEMENT)
    this.#output = module._malloc(this.#outputSamples * Float32Array.BYTES_PER_ELEMENT)
    this.#resampler = module._speex_resampler_init(1, fromHz, toHz, QUALITY[quality], this.#lengths)
  }

  /** @returns floats in the range of 16-bit samples: a view, valid until the next call to any resampler */
  process(frame: Int16Array): Float32Array {
    const module = this.#module
    const lengths = this.#lengths / Uint32Array.BYTES_PER_ELEMENT
    module.HEAPF32.set(frame, this.#input / Float32Array.BYTES_PER_ELEMENT)
    module.HEAPU32[lengths] = this.#inputSamples
    module.HEAPU32[lengths + 1] = this.#outputSamples
    module._speex_resampler_process_float(
      this.#resampler,
      0,
      this.#input,
      this.#lengths,
      this.#output,
      this.#lengths + Uint32Array.BYTES_PER_ELEMENT,
    )
    const start = this.#output / Float32Array.BYTES_PER_ELEMENT
    return module.HEAPF32.subarray(start, start + this.#outputSamples)
  }

  reset(): void {
    this.#module._speex_resampler_reset_mem(this.#resampler)
  }

  /** Called once. */
  close(): void {
    this.#module._speex_resampler_destroy(this.#resampler)
    for (const pointer of [this.#lengths, this.#input, this.#output]) this.#module._free(pointer)
  }
}
