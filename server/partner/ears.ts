import createSpeex from '@echogarden/speex-resampler-wasm'
import { FRAME_MS, INBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import { loadFvad } from '../audio/fvad-voice-activity.ts'
import { loadRnnoise } from '../audio/rnnoise-voice-activity.ts'
import { SpeexResampler } from '../audio/speex-resampler.ts'
import type { VoiceActivity } from '../audio/voice-activity.ts'

/** Resamples a stream frame by frame, 20 ms at a time. Closed once, by who made it. */
export interface FrameResampler {
  /** @returns floats in the range of 16-bit samples, valid until the next call */
  process(frame: Int16Array): Float32Array
  reset(): void
  close(): void
}

/** What the built-in partner hears with. What it makes is closed by whom it was made for. */
export interface Ears {
  /** Tells the voice of one user from everything else. */
  openVoiceActivity(): VoiceActivity
  /** To 16 kHz. */
  openResampler(fromHz: number): FrameResampler
}

/**
 * Ears that hold up in noise: a voice is where libfvad and RNNoise both hear one, at more than a percent of a core
 * for each user who is listened to. All of them share the memory of three WebAssembly modules.
 */
export async function loadEars(): Promise<Ears> {
  const [openFvad, openRnnoise, speex] = await Promise.all([loadFvad(), loadRnnoise(), createSpeex()])
  return {
    openVoiceActivity: () => new Agreement([openFvad(), openRnnoise()]),
    openResampler: (fromHz) => {
      const frameSamples = (fromHz * FRAME_MS) / 1000
      return new SpeexResampler(speex, { fromHz, toHz: INBOUND_SAMPLE_RATE_HZ, frameSamples })
    },
  }
}

/** A voice where every model hears one. */
class Agreement implements VoiceActivity {
  readonly #models: readonly VoiceActivity[]

  constructor(models: readonly VoiceActivity[]) {
    this.#models = models
  }

  isVoiced(frame: Int16Array): boolean {
    // All remember what they heard: none may miss a frame.
    const verdicts = this.#models.map((model) => model.isVoiced(frame))
    return verdicts.every((isVoiced) => isVoiced)
  }

  reset(): void {
    for (const model of this.#models) model.reset()
  }

  close(): void {
    for (const model of this.#models) model.close()
  }
}
