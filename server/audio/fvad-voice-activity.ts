import createFvadModule, { type FvadModule } from '@echogarden/fvad-wasm'
import { INBOUND_FRAME_SAMPLES, INBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import type { VoiceActivity } from './voice-activity.ts'

/** The strictest: fewest frames without speech are taken for voice. */
const MODE = 3
const VOICE = 1

/** Loads libfvad; the result makes detectors that all live in its memory. */
export async function loadFvad(): Promise<() => VoiceActivity> {
  const module = await createFvadModule()
  return () => new FvadVoiceActivity(module)
}

/**
 * WebRTC's voice activity detector: a few µs a frame. It knows speech from white noise, less well from low
 * rumbling, and holds on for some 80 ms after the voice.
 */
class FvadVoiceActivity implements VoiceActivity {
  readonly #module: FvadModule
  readonly #vad: number
  readonly #frame: number

  constructor(module: FvadModule) {
    this.#module = module
    this.#vad = module._fvad_new()
    this.#frame = module._malloc(INBOUND_FRAME_SAMPLES * Int16Array.BYTES_PER_ELEMENT)
    this.reset()
  }

  isVoiced(frame: Int16Array): boolean {
    this.#module.HEAP16.set(frame, this.#frame / Int16Array.BYTES_PER_ELEMENT)
    return this.#module._fvad_process(this.#vad, this.#frame, frame.length) === VOICE
  }

  reset(): void {
    this.#module._fvad_reset(this.#vad)
    this.#module._fvad_set_mode(this.#vad, MODE)
    this.#module._fvad_set_sample_rate(this.#vad, INBOUND_SAMPLE_RATE_HZ)
  }

  close(): void {
    this.#module._fvad_free(this.#vad)
    this.#module._free(this.#frame)
  }
}
