/**
 * The parts that we use of three C libraries which the Echogarden project compiles to WebAssembly with
 * Emscripten; the packages bring no types. Every number called a pointer is an address in that module's own
 * memory. The HEAP views are replaced when the memory grows: read them from the module for every use.
 */

/** libfvad, the voice activity detector of WebRTC: https://github.com/dpirch/libfvad/blob/master/include/fvad.h */
declare module '@echogarden/fvad-wasm' {
  export interface FvadModule {
    readonly HEAP16: Int16Array
    _malloc(bytes: number): number
    _free(pointer: number): void
    _fvad_new(): number
    _fvad_free(vad: number): void
    /** Sets mode and rate back to their defaults as well. */
    _fvad_reset(vad: number): void
    /** 0, or -1 for a mode that does not exist. */
    _fvad_set_mode(vad: number, mode: number): number
    _fvad_set_sample_rate(vad: number, sampleRateHz: number): number
    /** 1: voice, 0: none, -1: a length that is not 10, 20 or 30 ms. */
    _fvad_process(vad: number, frame: number, samples: number): number
  }
  export default function createFvadModule(): Promise<FvadModule>
}

/** RNNoise: https://github.com/xiph/rnnoise/blob/main/include/rnnoise.h */
declare module '@echogarden/rnnoise-wasm' {
  export interface RnnoiseModule {
    readonly HEAPF32: Float32Array
    _malloc(bytes: number): number
    _free(pointer: number): void
    /** @param model 0 for the built-in one */
    _rnnoise_create(model: number): number
    _rnnoise_destroy(state: number): void
    _rnnoise_init(state: number, model: number): number
    /** 10 ms at 48 kHz, floats in the range of 16-bit samples. Gives the probability of voice. */
    _rnnoise_process_frame(state: number, output: number, input: number): number
  }
  export default function createRnnoiseModule(): Promise<RnnoiseModule>
}

/**
 * The Speex resampler: https://gitlab.xiph.org/xiph/speexdsp/-/blob/master/include/speex/speex_resampler.h
 * Built with the SIMD instructions of WebAssembly, which Node has everywhere; it takes a quarter of the time.
 */
declare module '@echogarden/speex-resampler-wasm/simd' {
  export interface SpeexResamplerModule {
    readonly HEAPF32: Float32Array
    readonly HEAPU32: Uint32Array
    _malloc(bytes: number): number
    _free(pointer: number): void
    _speex_resampler_init(
      channels: number,
      inRate: number,
      outRate: number,
      quality: number,
      error: number,
    ): number
    _speex_resampler_destroy(resampler: number): void
    _speex_resampler_reset_mem(resampler: number): number
    /** The two lengths are pointers: samples there are and room there is, then samples read and written. */
    _speex_resampler_process_float(
      resampler: number,
      channel: number,
      input: number,
      inputLength: number,
      output: number,
      outputLength: number,
    ): number
  }
  export default function createSpeexResamplerModule(): Promise<SpeexResamplerModule>
}
