import { z } from 'zod'
import { endReason } from './error-reason.ts'
import { mediaStats } from './media-stats.ts'
import { talkState } from './talk-event.ts'
import { turn } from './turn.ts'

/** A row of `talk.list`. */
export const talkSummary = z.object({
  id: z.string(),
  scenarioId: z.string(),
  state: talkState,
  endReason: endReason.optional(),
  startedAt: z.date(),
  endedAt: z.date().optional(),
  turnCount: z.int(),
})
export type TalkSummary = z.infer<typeof talkSummary>

/** What is kept of a talk. */
export const talkRecord = talkSummary.extend({
  owner: z.string(),
  turns: z.array(turn),
  media: mediaStats.optional(),
})
export type TalkRecord = z.infer<typeof talkRecord>
