import createRnnoiseModule, { type RnnoiseModule } from '@echogarden/rnnoise-wasm'
import { INBOUND_FRAME_SAMPLES, INBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import { loadSpeexResampler, type SpeexResampler } from './speex-resampler.ts'
import type { VoiceActivity } from './voice-activity.ts'

/** What the model was trained on: 10 ms at 48 kHz (https://jmvalin.ca/demo/rnnoise/). */
const RNNOISE_SAMPLE_RATE_HZ = 48_000
const RNNOISE_FRAME_SAMPLES = 480
const BUILT_IN_MODEL = 0
/** At 0.5 steady noise is now and then taken for speech; at 0.6, together with libfvad, none was. */
const VOICE_PROBABILITY = 0.6

/** Loads RNNoise; the result makes detectors that all live in its memory. */
export async function loadRnnoise(): Promise<() => VoiceActivity> {
  const [module, resampler] = await Promise.all([
    createRnnoiseModule(),
    loadSpeexResampler({
      fromHz: INBOUND_SAMPLE_RATE_HZ,
      toHz: RNNOISE_SAMPLE_RATE_HZ,
      frameSamples: INBOUND_FRAME_SAMPLES,
    }),
  ])
  return () => new RnnoiseVoiceActivity(module, resampler())
}

/**
 * A small recurrent network that tells speech from every kind of steady noise, at more than a percent of a core.
 * Its first frames after silence are unsure: ask libfvad too.
 */
class RnnoiseVoiceActivity implements VoiceActivity {
  readonly #module: RnnoiseModule
  readonly #resampler: SpeexResampler
  readonly #state: number
  readonly #frame: number

  constructor(module: RnnoiseModule, resampler: SpeexResampler) {
    this.#module = module
    this.#resampler = resampler
    this.#state = module._rnnoise_create(BUILT_IN_MODEL)
    this.#frame = module._malloc(RNNOISE_FRAME_SAMPLES * Float32Array.BYTES_PER_ELEMENT)
  }

  /** Voiced when either half of the frame is. */
  isVoiced(frame: Int16Array): boolean {
    const resampled = this.#resampler.process(frame)
    let probability = 0
    for (let at = 0; at < resampled.length; at += RNNOISE_FRAME_SAMPLES)
      probability = Math.max(
        probability,
        this.#probability(resampled.subarray(at, at + RNNOISE_FRAME_SAMPLES)),
      )
    return probability > VOICE_PROBABILITY
  }

  reset(): void {
    this.#resampler.reset()
    this.#module._rnnoise_init(this.#state, BUILT_IN_MODEL)
  }

  close(): void {
    this.#resampler.close()
    this.#module._rnnoise_destroy(this.#state)
    this.#module._free(this.#frame)
  }

  #probability(samples: Float32Array): number {
    this.#module.HEAPF32.set(samples, this.#frame / Float32Array.BYTES_PER_ELEMENT)
    // The denoised sound goes where the noisy one was: nobody listens to it.
    return this.#module._rnnoise_process_frame(this.#state, this.#frame, this.#frame)
  }
}
