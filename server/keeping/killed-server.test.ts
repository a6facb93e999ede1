import { expect, it } from 'vitest'
import { killAgainAndAgain } from './testing/killed-server.ts'

// `npm run bench -- keeping` kills it 50 times; here it only has to be noticed that something broke.
const KILLS = 2

it('a server that is killed while clients talk and post loses nothing that it had told them is safe', async () => {
  const { losses, worstMissingMs, turns } = await killAgainAndAgain({
    kills: KILLS,
    // Late enough for something to have been told.
    random: () => 0.4 + Math.random() * 0.3,
    clients: { talkers: 2, posters: 2 },
  })
  expect(turns).toBeGreaterThan(0)
  expect(losses).toEqual({
    talks: 0,
    words: 0,
    results: 0,
    recordings: 0,
    withoutFeedback: 0,
    jobsNotOnce: 0,
  })
  expect(worstMissingMs).toBeLessThan(5_000)
}, 180_000)
