import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { INBOUND_SAMPLE_RATE_HZ } from '../../../../shared/audio-format.ts'
import { decodeOggOpus } from '../../../audio/ogg-opus.ts'

export const bargeInDirectory = import.meta.dirname
export const bargeInManifestPath = join(bargeInDirectory, 'manifest.json')

const manifestSchema = z.strictObject({
  /** Of a speaker's ordinary speech, its pauses not counted; each recording's `levelDb` is relative to it. */
  usualDbfs: z.number().negative(),
  recordings: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(['back-channel', 'interruption']),
      locale: z.enum(['ja', 'en']),
      text: z.string(),
      voice: z.string(),
      levelDb: z.number(),
      durationMs: z.int().positive(),
    }),
  ),
})
/** `manifest.json`, as `scripts/voices/back-channels.ts` writes it. */
export type BargeInManifest = z.infer<typeof manifestSchema>

export type BargeInRecording = BargeInManifest['recordings'][number] & {
  /** 16 kHz mono. */
  pcm: Int16Array
  usualDbfs: number
}

/** Reads all of them. @throws Error when one is missing or broken */
export async function readBargeInRecordings(): Promise<BargeInRecording[]> {
  const { usualDbfs, recordings } = manifestSchema.parse(
    JSON.parse(await readFile(bargeInManifestPath, 'utf8')),
  )
  return Promise.all(
    recordings.map(async (facts) => {
      const file = await readFile(join(bargeInDirectory, `${facts.id}.opus`))
      return { ...facts, usualDbfs, pcm: await decodeOggOpus(file, INBOUND_SAMPLE_RATE_HZ) }
    }),
  )
}
