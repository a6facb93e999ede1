import { FRAME_MS } from '../../shared/audio-format.ts'
import { levelDbfs } from './pcm.ts'
import type { VoiceActivity } from './voice-activity.ts'

/** Below this there is no speech that anyone could follow, only the microphone's own noise. */
const QUIETEST_SPEECH_DBFS = -55
/** No open microphone is as quiet as this: it is muted, or its noise was suppressed, and the room can't be heard. */
const MUTED_DBFS = -75
/** Within this time speech pauses at least once, between words and phrases; steady noise never does. */
const FLOOR_MS = 2000
/** Speech stands out from noise by this much. At 9 dB words in loud noise get lost, at 4 dB noise passes for speech. */
const MARGIN_DB = 6

/**
 * Lets through what is clearly louder than the room, which is as loud as the quietest frame of the last two
 * seconds in which it could be heard. So a fan that is switched on passes for two seconds, and one that runs from
 * the first frame on not at all.
 */
export class EnergyGate implements VoiceActivity {
  /** A ring. */
  readonly #roomDbfs = new Float64Array(FLOOR_MS / FRAME_MS).fill(Infinity)
  #next = 0

  isVoiced(frame: Int16Array): boolean {
    const level = levelDbfs(frame)
    if (level > MUTED_DBFS) {
      this.#roomDbfs[this.#next] = level
      this.#next = (this.#next + 1) % this.#roomDbfs.length
    }
    const floor = this.#roomDbfs.reduce((lowest, other) => Math.min(lowest, other), Infinity)
    return level > Math.max(QUIETEST_SPEECH_DBFS, floor + MARGIN_DB)
  }

  reset(): void {
    this.#roomDbfs.fill(Infinity)
  }

  close(): void {}
}
