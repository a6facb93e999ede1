import type { FeedbackTrend } from '../../shared/feedback-trend.ts'

/** How the last talk that has a score went, by scenario, as a whole number. */
export function lastScores(trends: readonly FeedbackTrend[]): ReadonlyMap<string, number> {
  return new Map(
    trends.flatMap(({ scenarioId, points }) => {
      const score = points.findLast((point) => point.score !== null)?.score
      return typeof score === 'number' ? [[scenarioId, Math.round(score)] as const] : []
    }),
  )
}
