import type { Role } from '../../shared/turn.ts'
import { RawRecording } from './raw-recording.ts'
import { RawSounds } from './raw-sounds.ts'
import { RecordingFile } from './recording-file.ts'

/** How a recording's file ends while it is raw. */
export const RAW = '.raw'

/** What both sides said, each as 16 kHz mono. The opener disposes of it. */
export interface TalkSounds extends AsyncDisposable {
  /** In pieces that are as long for one as for the other, from the talk's start. */
  both(): AsyncIterable<Record<Role, Int16Array>>
  /** One side alone. */
  sound(channel: Role): AsyncIterable<Int16Array>
  /** The same as a WAV file. */
  wav(channel: Role): AsyncIterable<Uint8Array>
}

/**
 * Opens a recording of ours, raw or finished, by its name. Reading it takes the processor for up to a percent of its
 * length: not for the thread that talks run in.
 * @returns undefined when it is raw and nothing was recorded yet
 * @throws when it cannot be read
 */
export async function openSounds(path: string): Promise<TalkSounds | undefined> {
  if (!path.endsWith(RAW)) return RecordingFile.open(path)
  const raw = await RawRecording.open(path)
  return raw && new RawSounds(raw)
}
