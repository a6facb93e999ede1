import { parentPort, workerData } from 'node:worker_threads'
import { RawRecording } from './raw-recording.ts'
import { writeStereoRecording } from './stereo-recording.ts'

/** The two files of one recording. */
export interface EncodeRequest {
  rawPath: string
  path: string
}

export interface EncodeReply {
  isEncoded: boolean
}

/** The thread of `RecordingEncoder`: one recording, then it is done. What it throws reaches the encoder. */
async function run({ rawPath, path }: EncodeRequest): Promise<EncodeReply> {
  const raw = await RawRecording.open(rawPath)
  if (!raw) return { isEncoded: false }
  try {
    await writeStereoRecording(raw, path)
  } finally {
    await raw.close()
  }
  return { isEncoded: true }
}

// The encoder alone starts this file, with a request.
parentPort?.postMessage(await run(workerData as EncodeRequest))
