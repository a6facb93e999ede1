import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import { DialogueMinds } from './dialogue-minds.ts'
import { loadEars } from './ears.ts'
import { PartnerServer } from './partner-server.ts'
import { dialogueScripts } from './scripts/index.ts'
import { VoiceLibrary, voicesDirectory } from './voice-library.ts'

/** The partner that needs no key and no network: its server with the dialogues and voices that come with us. */
export async function openBuiltInPartner(options: { clock: Clock; log: Logger }): Promise<PartnerServer> {
  const voices = new VoiceLibrary({ directory: voicesDirectory })
  warmUp(voices)
  return PartnerServer.listen({ ...options, minds: new DialogueMinds({ voices }), ears: await loadEars() })
}

/** A process's first recording takes some 80 ms to decode and the others 15: not while a user waits for it. */
function warmUp(voices: VoiceLibrary): void {
  const [script] = dialogueScripts
  const [line] = script?.lines ?? []
  // If it fails, so it will when it is needed, and then be told.
  if (script && line) voices.speech(script.id, line.id).catch(() => {})
}
