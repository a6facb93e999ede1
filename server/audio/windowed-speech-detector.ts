import { INBOUND_FRAME_SAMPLES } from '../../shared/audio-format.ts'
import type { SpeechChange, SpeechDetector, SpeechDetectorOptions } from './speech-detector.ts'
import { SpeechWindow } from './speech-window.ts'
import type { VoiceActivity } from './voice-activity.ts'

/** Detects speech where every one of its models hears a voice for long enough. Owns the models. */
export class WindowedSpeechDetector implements SpeechDetector {
  readonly #models: readonly VoiceActivity[]
  readonly #window: SpeechWindow
  #closed = false

  /**
   * @param options.models makes the models: not called when another option is wrong
   * @throws RangeError when a time is shorter than a frame
   */
  constructor({ models, ...window }: SpeechDetectorOptions & { models: () => readonly VoiceActivity[] }) {
    this.#window = new SpeechWindow(window)
    this.#models = models()
  }

  get speaking(): boolean {
    return this.#window.speaking
  }

  process(frame: Int16Array): SpeechChange | null {
    if (this.#closed) return null
    if (frame.length !== INBOUND_FRAME_SAMPLES)
      throw new RangeError(`A frame has ${INBOUND_FRAME_SAMPLES} samples, not ${frame.length}.`)
    // Each model is to hear each frame, whatever the others say of it.
    const voiced = this.#models.filter((model) => model.isVoiced(frame)).length === this.#models.length
    return this.#window.push(voiced)
  }

  reset(): void {
    if (this.#closed) return
    this.#window.reset()
    for (const model of this.#models) model.reset()
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#window.reset()
    for (const model of this.#models) model.close()
  }
}
