import { z } from 'zod'
import { delivery } from './delivery.ts'
import { criterion } from './scenario.ts'
import { turn } from './turn.ts'

/** Words that were said, as they stand in the transcript. `startMs` is the turn's, ms from the talk's start. */
export const evidence = z.object({
  turnId: z.string(),
  quote: z.string(),
  startMs: z.number(),
})
export type Evidence = z.infer<typeof evidence>

/** How one thing of the rubric went. Without evidence it `isUnproven`, and says so wherever it is shown. */
export const criterionResult = criterion.pick({ key: true, label: true, weight: true }).extend({
  /** 0 to 100; null where nothing could be judged, and then it does not count. */
  score: z.number().min(0).max(100).nullable(),
  comment: z.string(),
  evidence: z.array(evidence),
  isUnproven: z.boolean(),
})
export type CriterionResult = z.infer<typeof criterionResult>

/** A thing done well, or to be done better with other words. */
export const remark = z.object({
  point: z.string(),
  betterWording: z.string().optional(),
  evidence: z.array(evidence),
})
export type Remark = z.infer<typeof remark>

/** What the coach makes of a talk. */
export const feedbackResult = z.object({
  talkId: z.string(),
  /** 0 to 100: the weighted mean of the criteria that have a score, computed here; null when none has. */
  score: z.number().min(0).max(100).nullable(),
  outcome: z.object({
    /** Null where nobody can tell. */
    isGoalReached: z.boolean().nullable(),
    comment: z.string(),
    evidence: z.array(evidence),
  }),
  criteria: z.array(criterionResult),
  strengths: z.array(remark),
  improvements: z.array(remark),
  summary: z.string(),
  /** Both sides as heard; re-transcribed from the audio where the evaluator could. */
  transcript: z.array(turn),
  /** Measured from the audio and the turns; undefined where the user said nothing. */
  delivery: delivery.optional(),
  /** What limits this judgement, such as that the sound could not be heard; in the talk's language. */
  notices: z.array(z.string()).optional(),
  /** Quotes of the evaluator that nobody said, and which were dropped. */
  droppedQuotes: z.int().min(0),
  /** The whole as one document, free of HTML. */
  markdown: z.string(),
  /** The model that judged, or `built-in`. */
  model: z.string(),
  createdAt: z.date(),
})
export type FeedbackResult = z.infer<typeof feedbackResult>

/** Where the work on a feedback is. */
export const feedbackStage = z.enum(['waiting', 'listening', 'judging', 'checking', 'keeping'])
export type FeedbackStage = z.infer<typeof feedbackStage>

/** Why there is no feedback. */
export const feedbackFailure = z.enum([
  /** There are no words to judge. */
  'nothingSaid',
  /** The model refused what was said or the settings: trying again does not help. */
  'modelRefused',
  /** The model failed as often as it was tried. */
  'modelFailed',
  'internalError',
])
export type FeedbackFailure = z.infer<typeof feedbackFailure>

/** Of `feedback.get`, and each event of `feedback.watch`. `share` is how much is done, 0 to 1. */
export const feedbackStatus = z.discriminatedUnion('status', [
  z.object({ status: z.literal('none'), talkId: z.string() }),
  z.object({
    status: z.literal('running'),
    talkId: z.string(),
    stage: feedbackStage,
    share: z.number().min(0).max(1),
    /** Which try this is, from 1 on, and when the next one comes where one has failed. */
    attempt: z.int().min(0),
    retryAt: z.date().optional(),
  }),
  z.object({ status: z.literal('done'), talkId: z.string(), result: feedbackResult }),
  z.object({
    status: z.literal('failed'),
    talkId: z.string(),
    reason: feedbackFailure,
    message: z.string(),
  }),
])
export type FeedbackStatus = z.infer<typeof feedbackStatus>
