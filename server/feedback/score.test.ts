import fc from 'fast-check'
import { expect, test } from 'vitest'
import { weightedScore } from './score.ts'

test.each([
  [
    'weighs each criterion',
    [
      { weight: 10, score: 100 },
      { weight: 30, score: 20 },
    ],
    40,
  ],
  [
    'leaves out what has no score',
    [
      { weight: 10, score: 80 },
      { weight: 90, score: null },
    ],
    80,
  ],
  ['is null where nothing has a score', [{ weight: 10, score: null }], null],
  ['is null without criteria', [], null],
  [
    'counts a score of 0',
    [
      { weight: 1, score: 0 },
      { weight: 1, score: 100 },
    ],
    50,
  ],
])('the score %s', (_, criteria, expected) => {
  expect(weightedScore(criteria)).toBe(expected)
})

test('the score lies between the lowest and the highest of its criteria, whatever the weights', () => {
  const criterion = fc.record({
    weight: fc.integer({ min: 1, max: 100 }),
    score: fc.integer({ min: 0, max: 100 }),
  })
  fc.assert(
    fc.property(fc.array(criterion, { minLength: 1 }), (criteria) => {
      const scores = criteria.map(({ score }) => score)
      const score = weightedScore(criteria) ?? Number.NaN
      return score >= Math.min(...scores) && score <= Math.max(...scores)
    }),
  )
})
