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

/** As long as an archive may be away, for work that is small. */
const patient = { attempts: 80, retryMs: 2_000, maxRetryMs: HOUR_MS, timeLimitMs: 5 * 60_000 }

const aboutResult = aboutTalk.extend({ resultOf: z.iso.datetime().optional() })
type AboutResult = z.infer<typeof aboutResult>

/**
 * Brings a talk's feedback into the archive. Each result has its own job: one that runs already may have read the
 * result before it.
 */
export const keepFeedback: JobKind<AboutResult> = {
  ...patient,
  name: 'keep-feedback',
  payload: aboutResult,
  keyOf: ({ talkId, resultOf }) => (resultOf === undefined ? talkId : `${talkId}/${resultOf}`),
  place: 'anyServer',
}

/** Clears the archive of a talk that was removed. */
export const clearTalk: JobKind<AboutTalk> = {
  ...patient,
  name: 'clear-talk',
  payload: aboutTalk,
  keyOf,
  place: 'anyServer',
}

/** Clears the disk of the server that held a talk which was removed. */
export const clearRecording: JobKind<AboutTalk> = {
  ...clearTalk,
  name: 'clear-recording',
  place: 'sameServer',
}

/** Fills a database that has no talks with those of the archive. */
export const refill: JobKind<object> = {
  ...patient,
  name: 'refill-from-archive',
  payload: z.object({}),
  keyOf: () => 'archive',
  place: 'anyServer',
  // Some 50 talks come in a second.
  timeLimitMs: HOUR_MS,
}

export const jobKinds = [concludeTalk, evaluateTalk, keepFeedback, clearTalk, clearRecording, refill] as const
