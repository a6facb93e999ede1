import { z } from 'zod'
import type { RawRecording } from './raw-recording.ts'

/**
 * What a finished recording says of itself, in its comment: so that the file alone is enough.
 */
const recordingNote = z.object({
  talkId: z.string(),
  startedAt: z.iso.datetime(),
  /** Of the talk; the file is as long, to the next 20 ms. */
  durationMs: z.number(),
  /** Whether it goes to the talk's end, or a crash cut it off. */
  isWhole: z.boolean(),
  /** Where sound was lost, for the disk was slow or full. */
  missing: z.array(z.object({ fromMs: z.number(), toMs: z.number() })),
})
export type RecordingNote = z.infer<typeof recordingNote>

export function formatRecordingNote(raw: RawRecording): string {
  const note: RecordingNote = {
    talkId: raw.talkId,
    startedAt: raw.startedAt.toISOString(),
    durationMs: raw.durationMs,
    isWhole: raw.isWhole,
    missing: [...raw.missing],
  }
  return JSON.stringify(note)
}

/** @throws when it is none */
export function parseRecordingNote(comment: string): RecordingNote {
  return recordingNote.parse(JSON.parse(comment))
}
