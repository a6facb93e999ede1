import { parentPort, workerData } from 'node:worker_threads'
import { type PackedSound, repackSound } from './repack-sound.ts'

export interface RepackRequest {
  path: string
  to: string
}

/** undefined where the sound is of a format that the model does not take. */
export type RepackReply = PackedSound | undefined

const { path, to } = workerData as RepackRequest // whoever starts this thread asks in this way
const reply: RepackReply = await repackSound(path, to)
parentPort?.postMessage(reply)
