import { z } from 'zod'

/** What is known of a recording without opening it. */
const recordingFacts = z.strictObject({
  /** Of the words and the voice that it was rendered from. */
  hash: z.string(),
  durationMs: z.int().positive(),
  bytes: z.int().positive(),
})
export type RecordingFacts = z.infer<typeof recordingFacts>

/** `manifest.json` of the voice library: script id, line id, facts. Written by `npm run voices`. */
export const voiceManifest = z.record(z.string(), z.record(z.string(), recordingFacts))
export type VoiceManifest = z.infer<typeof voiceManifest>
