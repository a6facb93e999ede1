import { INBOUND_FRAME_SAMPLES } from '../../shared/audio-format.ts'
import type { VoiceActivity } from './voice-activity.ts'

/**
 * What a dear model is let hear of the sound before a voice, so that it is not surprised by it: RNNoise's verdicts
 * then differ from those it gives when it hears everything in 1 frame of 100 at most, without it in 1 of 70. Twice
 * as much brings nothing more, and it all is heard in one go (2 ms).
 */
const CATCH_UP_FRAMES = 5

/**
 * A voice is where a cheap model and a dear one both hear one. The dear one hears only what the cheap one takes for
 * a voice, and a little of what came before. Owns both.
 */
export class GatedVoiceActivity implements VoiceActivity {
  readonly #gate: VoiceActivity
  readonly #model: VoiceActivity
  /** A ring: the last frames that the model has not heard. */
  readonly #missed = Array.from({ length: CATCH_UP_FRAMES }, () => new Int16Array(INBOUND_FRAME_SAMPLES))
  #missedFrames = 0

  constructor({ gate, model }: { gate: VoiceActivity; model: VoiceActivity }) {
    this.#gate = gate
    this.#model = model
  }

  isVoiced(frame: Int16Array): boolean {
    if (!this.#gate.isVoiced(frame)) {
      this.#missed[this.#missedFrames % CATCH_UP_FRAMES]?.set(frame)
      this.#missedFrames++
      return false
    }
    for (let i = Math.max(0, this.#missedFrames - CATCH_UP_FRAMES); i < this.#missedFrames; i++) {
      const missed = this.#missed[i % CATCH_UP_FRAMES]
      if (missed) this.#model.isVoiced(missed)
    }
    this.#missedFrames = 0
    return this.#model.isVoiced(frame)
  }

  reset(): void {
    this.#missedFrames = 0
    this.#gate.reset()
    this.#model.reset()
  }

  close(): void {
    this.#gate.close()
    this.#model.close()
  }
}
