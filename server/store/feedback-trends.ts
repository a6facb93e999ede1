import type { FeedbackTrend, TrendPoint } from '../../shared/feedback-trend.ts'

/** One criterion of one talk; a talk without criteria has one row whose key is null. */
export interface ScoreRow {
  scenarioId: string
  talkId: string
  startedAt: Date
  score: number | null
  key: string | null
  label: string | null
  criterionScore: number | null
}

/**
 * Scores by scenario and criterion, in the order of the rows. A criterion that was renamed has the label it had last.
 */
export function trendsOf(rows: readonly ScoreRow[]): FeedbackTrend[] {
  return [...Map.groupBy(rows, ({ scenarioId }) => scenarioId)].map(([scenarioId, ofScenario]) => {
    const talks = new Map(ofScenario.map((row) => [row.talkId, pointOf(row, row.score)]))
    const criteria = Map.groupBy(
      ofScenario.filter(({ key }) => key !== null),
      ({ key }) => key ?? '',
    )
    return {
      scenarioId,
      points: [...talks.values()],
      criteria: [...criteria].map(([key, scored]) => ({
        key,
        label: scored.at(-1)?.label ?? key,
        points: scored.map((row) => pointOf(row, row.criterionScore)),
      })),
    }
  })
}

function pointOf({ talkId, startedAt }: ScoreRow, score: number | null): TrendPoint {
  return { talkId, startedAt, score }
}
