import { z } from 'zod'
import { tokenUsage } from './token-usage.ts'

/** The user speaks; the partner is the AI that plays the other person. */
export const role = z.enum(['user', 'partner'])
export type Role = z.infer<typeof role>

/** One contribution of either side. Times are ms from the talk's start. */
export const turn = z.object({
  id: z.string(),
  role,
  text: z.string(),
  startMs: z.number(),
  endMs: z.number(),
  /** Set on a partner's turn that the user cut short: how much of it had been sent. */
  heardMs: z.number().optional(),
  /** Set on a partner's turn: from the end of the user's speech to the first outbound packet. */
  latencyMs: z.number().optional(),
  /** Set on a partner's turn when the model's service told it. */
  usage: tokenUsage.optional(),
})
export type Turn = z.infer<typeof turn>
