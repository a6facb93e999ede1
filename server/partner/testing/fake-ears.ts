import type { FrameResampler } from '../../audio/resampling-framer.ts'
import type { VoiceActivity } from '../../audio/voice-activity.ts'
import type { Ears } from '../ears.ts'

/** Takes every loud frame for a voice, so that a tone is a word and silence a pause. Counts what is open. */
export class FakeEars implements Ears {
  openCount = 0

  openVoiceActivity(): VoiceActivity {
    this.openCount += 1
    let isClosed = false
    return {
      isVoiced: (frame) => {
        if (isClosed) throw new Error('a closed model was asked')
        return frame.some((sample) => Math.abs(sample) > 1_000)
      },
      reset: () => {},
      close: () => {
        if (isClosed) throw new Error('a model was closed twice')
        isClosed = true
        this.openCount -= 1
      },
    }
  }

  openResampler(): FrameResampler {
    throw new Error('the test sends 16 kHz')
  }
}
