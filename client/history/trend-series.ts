import type { FeedbackTrend } from '../../shared/feedback-trend.ts'

/** One line of the chart. `total` is the score of the whole. */
export interface TrendLine {
  key: string
  /** Undefined for the whole. */
  label: string | undefined
}

/** One talk: its score by the key of each line, null where nothing could be judged. */
export interface TrendRow {
  talkId: string
  startedAt: Date
  scores: Record<string, number | null>
}

/** No criterion's: their keys begin with a letter. */
export const TOTAL = '*'

export interface TrendSeries {
  lines: TrendLine[]
  rows: TrendRow[]
}

/** One scenario's scores, talk by talk, oldest first. */
export function trendSeries({ points, criteria }: FeedbackTrend): TrendSeries {
  const rows = points.map(({ talkId, startedAt, score }) => ({
    talkId,
    startedAt,
    scores: {
      [TOTAL]: score,
      ...Object.fromEntries(
        criteria.map(({ key, points: own }) => [
          key,
          own.find((point) => point.talkId === talkId)?.score ?? null,
        ]),
      ),
    },
  }))
  return {
    rows,
    lines: [{ key: TOTAL, label: undefined }, ...criteria.map(({ key, label }) => ({ key, label }))],
  }
}

/** What the chart says, for words: undefined where fewer than two talks have a score. */
export function trendSummary({
  points,
}: FeedbackTrend): { count: number; first: number; last: number; best: number } | undefined {
  const scores = points.map(({ score }) => score).filter((score) => score !== null)
  const [first] = scores
  const last = scores.at(-1)
  if (first === undefined || last === undefined || scores.length < 2) return undefined
  const round = Math.round
  return { count: scores.length, first: round(first), last: round(last), best: round(Math.max(...scores)) }
}

/** The last score of each talk. */
export function scoresByTalk(trends: readonly FeedbackTrend[]): ReadonlyMap<string, number | null> {
  return new Map(trends.flatMap(({ points }) => points.map(({ talkId, score }) => [talkId, score] as const)))
}
