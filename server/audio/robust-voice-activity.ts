import { loadFvad } from './fvad-voice-activity.ts'
import { GatedVoiceActivity } from './gated-voice-activity.ts'
import { loadRnnoise } from './rnnoise-voice-activity.ts'
import type { VoiceActivity } from './voice-activity.ts'

/**
 * Voice activity that holds up in noise: libfvad and RNNoise must agree. It costs as little as libfvad alone while
 * nobody speaks, and some two percent of a core while somebody does. All share the memory of three WebAssembly modules.
 */
export async function loadRobustVoiceActivity(): Promise<() => VoiceActivity> {
  const [fvad, rnnoise] = await Promise.all([loadFvad(), loadRnnoise()])
  return () => new GatedVoiceActivity({ gate: fvad(), model: rnnoise() })
}
