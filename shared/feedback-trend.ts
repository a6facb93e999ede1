import { z } from 'zod'

/** A score of 0 to 100, of the talk that began then; null where nothing could be judged. */
export const trendPoint = z.object({
  talkId: z.string(),
  startedAt: z.date(),
  score: z.number().nullable(),
})
export type TrendPoint = z.infer<typeof trendPoint>

/** How one scenario went from talk to talk, as a whole and by each criterion; oldest first. */
export const feedbackTrend = z.object({
  scenarioId: z.string(),
  points: z.array(trendPoint),
  criteria: z.array(z.object({ key: z.string(), label: z.string(), points: z.array(trendPoint) })),
})
export type FeedbackTrend = z.infer<typeof feedbackTrend>
