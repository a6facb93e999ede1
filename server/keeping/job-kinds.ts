import { z } from 'zod'
import { MAX_ID_CHARS } from '../../shared/limits.ts'
import type { JobKind } from '../store/job-queue.ts'

const aboutTalk = z.object({ talkId: z.string().min(1).max(MAX_ID_CHARS) })
type AboutTalk = z.infer<typeof aboutTalk>
const keyOf = ({ talkId }: AboutTalk) => talkId

const HOUR_MS = 3_600_000

/** Makes the stereo file of a talk's recording and brings it and the record into the archive. */
export const concludeTalk: JobKind<AboutTalk> = {
  name: 'conclude-talk',
  payload: aboutTalk,
  keyOf,
  // The raw sound lies on the disk of the server that held the talk.
  place: 'sameServer',
  // An archive may be away for a day: with waits that double up to an hour this covers three.
  attempts: 80,
  retryMs: 2_000,
  maxRetryMs: HOUR_MS,
  timeLimitMs: HOUR_MS / 2,
}

/** Has the coach read a talk. */
export const evaluateTalk: JobKind<AboutTalk> = {
  name: 'evaluate-talk',
  payload: aboutTalk,
  keyOf,
  place: 'anyServer',
  // A model that is overloaded is so for minutes; whoever waits for the coach does not wait for an hour.
  attempts: 8,
  retryMs: 2_000,
  maxRetryMs: 120_000,
  timeLimitMs: 10 * 60_000,
}

/** Brings a talk's feedback into the archive. */
export const keepFeedback: JobKind<AboutTalk> = {
  name: 'keep-feedback',
  payload: aboutTalk,
  keyOf,
  place: 'anyServer',
  attempts: 80,
  retryMs: 2_000,
  maxRetryMs: HOUR_MS,
  timeLimitMs: 5 * 60_000,
}

/** Clears the archive of a talk that was removed. */
export const clearTalk: JobKind<AboutTalk> = { ...keepFeedback, name: 'clear-talk' }

/** Clears this server's disk of a talk that was removed. */
export const clearRecording: JobKind<AboutTalk> = {
  ...keepFeedback,
  name: 'clear-recording',
  place: 'sameServer',
}

export const jobKinds = [concludeTalk, evaluateTalk, keepFeedback, clearTalk, clearRecording] as const
