import { EnergyGate } from './energy-gate.ts'
import { loadFvad } from './fvad-voice-activity.ts'
import type { SpeechDetectors } from './speech-detector.ts'
import { WindowedSpeechDetector } from './windowed-speech-detector.ts'

/**
 * Detectors cheap enough for every talk (some µs a frame): libfvad, gated by energy. A steady noise that begins may
 * be taken for speech for up to two seconds.
 */
export async function loadLightSpeechDetectors(): Promise<SpeechDetectors> {
  const fvad = await loadFvad()
  return {
    open: (options) => new WindowedSpeechDetector({ ...options, models: () => [new EnergyGate(), fvad()] }),
  }
}
