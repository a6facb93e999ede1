import { z } from 'zod'
import { endReason } from './error-reason.ts'
import { mediaStats } from './media-stats.ts'
import { talkState } from './talk-event.ts'
import { tokenUsage } from './token-usage.ts'
import { turn } from './turn.ts'

/** A row of `talk.list`. */
export const talkSummary = z.object({
  id: z.string(),
  scenarioId: z.string(),
  /** What its scenario was called when the talk was held; the scenario may be gone. */
  scenarioTitle: z.string().optional(),
  state: talkState,
  endReason: endReason.optional(),
  startedAt: z.date(),
  endedAt: z.date().optional(),
  turnCount: z.int(),
})
export type TalkSummary = z.infer<typeof talkSummary>

/** A use of one of the scenario's functions by the partner. A `result` of the form `{error}` is a failure. */
export const toolUse = z.object({
  turnId: z.string(),
  name: z.string(),
  args: z.unknown(),
  result: z.unknown().optional(),
  /** Ms from the talk's start. */
  atMs: z.number(),
})
export type ToolUse = z.infer<typeof toolUse>

/** What is kept of a talk. */
export const talkRecord = talkSummary.extend({
  owner: z.string(),
  turns: z.array(turn),
  media: mediaStats.optional(),
  tools: z.array(toolUse).optional(),
  /** Of the whole talk; set when it has ended. */
  usage: tokenUsage.optional(),
})
export type TalkRecord = z.infer<typeof talkRecord>
