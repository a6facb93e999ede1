import { z } from 'zod'
import {
  type FeedbackResult,
  type FeedbackStatus,
  feedbackFailure,
  feedbackResult,
  feedbackStage,
} from '../../shared/feedback.ts'
import type { Transaction } from './database/database.ts'
import { feedback } from './database/schema.ts'
import { storableJson } from './database/storable.ts'
import { notify } from './notify-bus.ts'

/** As JSON has it: the date is text there. */
const keptResult = feedbackResult.extend({ createdAt: z.coerce.date() })

/** A job and which try of it; a result that no job made has neither. */
export interface FeedbackRunId {
  runId: string | null
  attempt: number
}

const WAITING = {
  status: 'running',
  runId: null,
  attempt: 0,
  stage: 'waiting',
  share: 0,
  retryAt: null,
  reason: null,
  message: null,
} as const

/** From now on the feedback of that talk counts as waiting, whatever there was. */
export async function awaitFeedback(transaction: Transaction, talkId: string): Promise<void> {
  await transaction
    .insert(feedback)
    .values({ talkId, ...WAITING })
    .onConflictDoUpdate({ target: feedback.talkId, set: WAITING })
  await notify(transaction, 'feedback', talkId)
}

/** What a row with a result says. Which run it came of is kept, for a lapsed try may still be about to begin. */
export function doneRowOf(result: FeedbackResult, run: FeedbackRunId) {
  return {
    ...WAITING,
    ...run,
    status: 'done',
    stage: 'keeping',
    share: 1,
    result: storableJson(feedbackResult.parse(result)),
    score: result.score,
  }
}

export function feedbackStatusOf(
  talkId: string,
  row: typeof feedback.$inferSelect | undefined,
): FeedbackStatus {
  if (!row) return { status: 'none', talkId }
  switch (row.status) {
    case 'done':
      return { status: 'done', talkId, result: keptResult.parse(row.result) }
    case 'failed':
      return {
        status: 'failed',
        talkId,
        reason: feedbackFailure.parse(row.reason),
        message: row.message ?? '',
      }
    default:
      return {
        status: 'running',
        talkId,
        stage: feedbackStage.parse(row.stage),
        share: row.share,
        attempt: row.attempt,
        ...(row.retryAt === null ? {} : { retryAt: row.retryAt }),
      }
  }
}
