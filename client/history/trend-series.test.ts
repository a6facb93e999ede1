import { describe, expect, it } from 'vitest'
import type { FeedbackTrend } from '../../shared/feedback-trend.ts'
import { scoresByTalk, TOTAL, trendSeries, trendSummary } from './trend-series.ts'

const point = (talkId: string, score: number | null) => ({
  talkId,
  startedAt: new Date(`2026-11-0${talkId.slice(1)}T10:00:00Z`),
  score,
})
const trend: FeedbackTrend = {
  scenarioId: 'it-manager-sato',
  points: [point('t1', 40.4), point('t2', null), point('t3', 82), point('t4', 77.6)],
  criteria: [
    { key: 'needs', label: 'ニーズ', points: [point('t1', 30), point('t3', null), point('t4', 90)] },
  ],
}

describe('the trend of a scenario', () => {
  it('has a row for each talk, with a gap where a criterion was not judged', () => {
    const { rows, lines } = trendSeries(trend)
    expect(lines.map(({ key }) => key)).toEqual([TOTAL, 'needs'])
    expect(rows.map(({ scores }) => [scores[TOTAL], scores.needs])).toEqual([
      [40.4, 30],
      [null, null],
      [82, null],
      [77.6, 90],
    ])
  })

  it('is told in words by its first, its last and its best score', () => {
    expect(trendSummary(trend)).toEqual({ count: 3, first: 40, last: 78, best: 82 })
  })

  it('is none with a single score', () => {
    expect(trendSummary({ ...trend, points: trend.points.slice(0, 2) })).toBeUndefined()
  })

  it('knows the score of each talk', () => {
    const scores = scoresByTalk([trend])
    expect([scores.get('t3'), scores.get('t2'), scores.get('t9')]).toEqual([82, null, undefined])
  })
})
