import { expect, it } from 'vitest'
import { lastScores } from './last-scores.ts'

it('the last score of a scenario is that of the last talk in which something could be judged', () => {
  const points = (scores: (number | null)[]) =>
    scores.map((score, at) => ({ talkId: `t${at}`, startedAt: new Date(at), score }))
  expect(
    lastScores([
      { scenarioId: 'one', points: points([40, 71.6, null]), criteria: [] },
      { scenarioId: 'none', points: points([null]), criteria: [] },
    ]),
  ).toEqual(new Map([['one', 72]]))
})
