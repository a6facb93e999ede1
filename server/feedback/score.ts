import type { CriterionResult } from '../../shared/feedback.ts'

/** The weighted mean of the criteria that have a score, 0 to 100 in whole points; null when none has. */
export function weightedScore(criteria: readonly Pick<CriterionResult, 'weight' | 'score'>[]): number | null {
  let weights = 0
  let points = 0
  for (const { weight, score } of criteria) {
    if (score === null) continue
    weights += weight
    points += weight * score
  }
  return weights === 0 ? null : Math.round(points / weights)
}
