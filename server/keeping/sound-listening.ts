import type { Role } from '../../shared/turn.ts'
import type { HeardSpeech } from '../feedback/delivery/speech-listener.ts'

/** The heavy work on a talk's recording, done where it holds up no other talk. Throws what the disk says, or the signal's reason. */
export interface SoundListening {
  /** What each side's channel tells of their speech; undefined when nothing was recorded yet. */
  hear(path: string, signal: AbortSignal): Promise<Record<Role, HeardSpeech> | undefined>
  /** Writes each side as a WAV file of 16 kHz mono into a directory. @returns their paths */
  writeWavs(path: string, directory: string, signal: AbortSignal): Promise<Record<Role, string> | undefined>
}
