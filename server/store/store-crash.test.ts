import { randomInt } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { makeDatabaseTemplate } from './database/database-template.ts'
import type { Store } from './open-store.ts'
import { SETUP_TIMEOUT_MS } from './testing/describe-stores.ts'
import { databaseKinds, StorePlace } from './testing/store-place.ts'
import { StoreProcess } from './testing/store-process.ts'
import { judge, judging } from './testing/test-jobs.ts'

// More of them were run by hand; here they only have to notice that something broke.
const ROUNDS = 2

/** Adds to `awaited` the talks that have to be judged now. */
async function killedAndOpenedAgain(place: StorePlace, awaited: Set<string>): Promise<Store> {
  await using server = new StoreProcess('keep-talks.ts', place.settings)
  await server.saying('ended', randomInt(1, 15))
  await server.kill()
  const store = await place.open({ jobsAtLoss: ({ id }) => ({ jobs: [judge(id)] }) })
  const [lost = ''] = server.said('running')
  const talk = await store.talks.get(lost, {})
  expect(talk).toMatchObject({ state: 'ended', endReason: 'serverLost', endedAt: expect.any(Date) })
  expect(talk?.turns.map(({ id }) => id)).toEqual(expect.arrayContaining(server.said('turn')))
  for (const id of [lost, ...server.said('ended')]) {
    expect(await store.talks.get(id, {})).toMatchObject({ state: 'ended' })
    awaited.add(id)
  }
  return store
}

describe.each(databaseKinds)('a server that dies over the %s database', (kind) => {
  it(
    'loses no talk, no turn and no job that was acknowledged, and its running talk is ended and judged',
    async () => {
      await makeDatabaseTemplate()
      await using place = await StorePlace.create(kind)
      const awaited = new Set<string>()
      for (let round = 1; round < ROUNDS; round++) {
        await using _ = await killedAndOpenedAgain(place, awaited)
      }
      await using store = await killedAndOpenedAgain(place, awaited)
      const runs = new Map<string, number>()
      await using _ = await store.jobs.work(judging, {
        run: async ({ talkId }) => void runs.set(talkId, (runs.get(talkId) ?? 0) + 1),
      })
      await expect.poll(() => [...awaited].filter((id) => !runs.has(id)), { timeout: 30_000 }).toEqual([])
      expect([...runs.values()].every((times) => times === 1)).toBe(true)
    },
    SETUP_TIMEOUT_MS,
  )

  it(
    'leaves its job to whoever comes next, who does it once',
    async () => {
      await makeDatabaseTemplate()
      await using place = await StorePlace.create(kind)
      await place.open().then(async (store) => {
        await store.jobs.enqueue(judge('talk'))
        await store[Symbol.asyncDispose]()
      })
      await using server = new StoreProcess('begin-job.ts', place.settings)
      await server.saying('began')
      await server.kill()
      // The embedded database knows at once that nobody else can be at it; a shared one waits for the lease to end.
      await using store = await (kind === 'embedded' ? place : place.neighbour()).open()
      const [{ state } = {}] = await store.jobs.list(judging)
      expect(state).toBe(kind === 'embedded' ? 'waiting' : 'active')
      const attempts: number[] = []
      await using _ = await store.jobs.work(judging, {
        run: async (__, { attempt }) => void attempts.push(attempt),
      })
      await expect.poll(() => attempts, { timeout: 60_000 }).toEqual([2])
      await expect.poll(() => store.jobs.list(judging)).toMatchObject([{ key: 'talk', state: 'done' }])
      expect(attempts).toEqual([2])
    },
    SETUP_TIMEOUT_MS,
  )
})
