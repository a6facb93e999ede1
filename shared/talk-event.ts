import { z } from 'zod'
import { endReason } from './error-reason.ts'
import { iceCandidateInit } from './ice.ts'
import { mediaStats } from './media-stats.ts'
import { tokenUsage } from './token-usage.ts'
import { role } from './turn.ts'

export const talkState = z.enum(['connecting', 'live', 'reconnecting', 'ended'])
export type TalkState = z.infer<typeof talkState>

/**
 * What a running talk tells its client, each with a tracked id by which a dropped subscription resumes.
 * `atMs`, `startMs`, `endMs` are ms from the talk's start. `state: ended` is the last event of a talk.
 */
export const talkEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('answer'), talkId: z.string(), sdp: z.string() }),
  z.object({ type: z.literal('candidate'), candidate: iceCandidateInit.nullable() }),
  /** `media` and `usage`, both of the whole talk, come with `ended`. */
  z.object({
    type: z.literal('state'),
    state: talkState,
    reason: endReason.optional(),
    media: mediaStats.optional(),
    usage: tokenUsage.optional(),
  }),
  /** `text` is the turn so far, not a delta. `usage` comes with a partner's final words, or a little after them again. */
  z.object({
    type: z.literal('transcript'),
    turnId: z.string(),
    role,
    text: z.string(),
    final: z.boolean(),
    startMs: z.number(),
    endMs: z.number(),
    usage: tokenUsage.optional(),
  }),
  z.object({ type: z.literal('speaking'), role, active: z.boolean(), atMs: z.number() }),
  /** The user cut the partner short, who had been heard for `heardMs` of that turn. */
  z.object({ type: z.literal('interrupted'), turnId: z.string(), heardMs: z.number() }),
  /** End of the user's speech to the first outbound packet. */
  z.object({ type: z.literal('latency'), turnId: z.string(), ms: z.number() }),
  /** The partner has used one of the scenario's functions; a `result` of the form `{error}` if it could not. */
  z.object({
    type: z.literal('tool'),
    /** The turn in which it did, or the one before. */
    turnId: z.string(),
    name: z.string(),
    args: z.unknown(),
    result: z.unknown().optional(),
    atMs: z.number().optional(),
  }),
  z.object({ type: z.literal('notice'), code: z.string(), message: z.string() }),
  z.object({ type: z.literal('handover'), retryAfterMs: z.number() }),
])
export type TalkEvent = z.infer<typeof talkEvent>
