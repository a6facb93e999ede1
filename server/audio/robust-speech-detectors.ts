import { loadFvad } from './fvad-voice-activity.ts'
import { loadRnnoise } from './rnnoise-voice-activity.ts'
import type { SpeechDetectors } from './speech-detector.ts'
import { WindowedSpeechDetector } from './windowed-speech-detector.ts'

/** Detectors that hold up in noise, at more than a percent of a core each: libfvad and RNNoise must agree. */
export async function loadRobustSpeechDetectors(): Promise<SpeechDetectors> {
  const [fvad, rnnoise] = await Promise.all([loadFvad(), loadRnnoise()])
  return {
    open: (options) => new WindowedSpeechDetector({ ...options, models: () => [fvad(), rnnoise()] }),
  }
}
