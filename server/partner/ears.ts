import type { FrameResampler } from '../audio/resampling-framer.ts'
import { loadRobustVoiceActivity } from '../audio/robust-voice-activity.ts'
import { loadInboundResamplers } from '../audio/speex-resampler.ts'
import type { VoiceActivity } from '../audio/voice-activity.ts'

/** What the built-in partner hears with. What it makes is closed by whom it was made for. */
export interface Ears {
  /** Tells the voice of one user from everything else. */
  openVoiceActivity(): VoiceActivity
  /** To 16 kHz. */
  openResampler(fromHz: number): FrameResampler
}

/** All ears share the memory of three WebAssembly modules. */
export async function loadEars(): Promise<Ears> {
  const [openVoiceActivity, openResampler] = await Promise.all([
    loadRobustVoiceActivity(),
    loadInboundResamplers(),
  ])
  return { openVoiceActivity, openResampler }
}
