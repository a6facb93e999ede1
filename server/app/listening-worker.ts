import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parentPort, workerData } from 'node:worker_threads'
import type { Role } from '../../shared/turn.ts'
import { loadLightSpeechDetectors } from '../audio/light-speech-detectors.ts'
import { type HeardSpeech, listenForSpeech } from '../feedback/delivery/speech-listener.ts'
import { openSounds } from '../recording/talk-sounds.ts'

/** A recording of ours, to be listened to, or to be written as WAV files. */
export interface ListeningRequest {
  path: string
  /** Where the WAV files go. */
  wavsTo?: string
}

export interface ListeningReply {
  heard?: Record<Role, HeardSpeech>
  wavs?: Record<Role, string>
}

/** The thread of `ThreadedListening`: one request, then it is done. */
async function run({ path, wavsTo }: ListeningRequest): Promise<ListeningReply> {
  await using sounds = await openSounds(path)
  if (!sounds) return {}
  if (wavsTo === undefined) {
    const detectors = await loadLightSpeechDetectors()
    return { heard: await listenForSpeech(sounds.both(), detectors) }
  }
  const write = async (side: Role) => {
    const wav = join(wavsTo, `${side}.wav`)
    await pipeline(sounds.wav(side), createWriteStream(wav))
    return wav
  }
  return { wavs: { user: await write('user'), partner: await write('partner') } }
}

// `ThreadedListening` alone starts this file, with a request.
parentPort?.postMessage(await run(workerData as ListeningRequest))
