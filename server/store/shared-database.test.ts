import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from './open-store.ts'
import { SETUP_TIMEOUT_MS } from './testing/describe-stores.ts'
import { cluster, StorePlace } from './testing/store-place.ts'
import { StoreProcess } from './testing/store-process.ts'
import { judge, judging, pack, packing } from './testing/test-jobs.ts'
import { testTalk } from './testing/test-talks.ts'

describe('two servers on one PostgreSQL', () => {
  const owned = new AsyncDisposableStack()
  let place: StorePlace
  let one: Store
  let other: Store
  beforeAll(async () => {
    place = owned.use(await StorePlace.create('postgres'))
    // At the same moment on an empty database, as when both are deployed together.
    const opened = await Promise.all([place.open(), place.neighbour().open()])
    for (const store of opened) owned.use(store)
    ;[one, other] = opened
  }, SETUP_TIMEOUT_MS)
  afterAll(() => owned.disposeAsync())

  const heardBy = (store: Store, id: string) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const changed = (changedId: string) => changedId === id && resolve()
    const off = store.bus.on('feedback', { changed, missed() {} })
    return promise.finally(() => off[Symbol.dispose]())
  }

  it('share the work: each job is done once, and both do some', async () => {
    const ids = Array.from({ length: 30 }, () => randomUUID())
    const done: { by: Store; talkId: string }[] = []
    const workOn = (by: Store) =>
      by.jobs.work(judging, {
        async run({ talkId }) {
          done.push({ by, talkId })
          // Nobody could do all of them before the other one comes.
          if (!done.some((each) => each.by !== by))
            await expect.poll(() => new Set(done.map((each) => each.by)).size, { timeout: 10_000 }).toBe(2)
        },
      })
    await using _ = await workOn(one)
    await using __ = await workOn(other)
    await one.jobs.enqueue(...ids.map(judge))
    await expect.poll(() => done.length, { timeout: 15_000 }).toBe(ids.length)
    expect(new Set(done.map(({ talkId }) => talkId))).toEqual(new Set(ids))
  })

  it('clear the disk of the one that held a talk, whichever is told to remove it', async () => {
    const talk = testTalk({ state: 'ended' })
    await one.talks.save(talk)
    const cleared: string[] = []
    await using _ = await one.jobs.work(packing, { run: async () => void cleared.push('one') })
    await using __ = await other.jobs.work(packing, { run: async () => void cleared.push('other') })
    await other.talks.remove(talk.id, {}, { jobs: [pack(talk.id)] })
    await expect.poll(() => cleared, { timeout: 10_000 }).toEqual(['one'])
  })

  it('leave work on a disk to the one whose disk it is', async () => {
    const [mine, theirs] = [randomUUID(), randomUUID()]
    const done: string[] = []
    await using _ = await one.jobs.work(packing, {
      run: async ({ talkId }) => void done.push(`one ${talkId}`),
    })
    await using __ = await other.jobs.work(packing, {
      run: async ({ talkId }) => void done.push(`other ${talkId}`),
    })
    await one.jobs.enqueue(pack(mine))
    await other.jobs.enqueue(pack(theirs))
    await expect
      .poll(() => done.toSorted(), { timeout: 10_000 })
      .toEqual([`one ${mine}`, `other ${theirs}`].toSorted())
  })

  it('hear of each other’s feedback', async () => {
    const talk = testTalk({ state: 'ended' })
    await one.talks.save(talk)
    const heard = heardBy(other, talk.id)
    await one.feedback.request(talk.id, [])
    await heard
    expect(await other.feedback.get(talk.id, {})).toMatchObject({ status: 'running' })
  })

  it('say so when they may have missed something, and hear on, after the database cut them off', async () => {
    const missed = Promise.withResolvers<void>()
    using _ = other.bus.on('feedback', { changed() {}, missed: missed.resolve })
    const postgres = await cluster()
    await postgres.cutConnections(place.settings.databaseUrl ?? '')
    await missed.promise
    const talk = testTalk({ state: 'ended' })
    await one.talks.save(talk)
    const heard = heardBy(other, talk.id)
    await one.feedback.request(talk.id, [])
    await heard
  })

  it(
    'take over the work of one that will not come back',
    async () => {
      const left = place.neighbour()
      const gone = await left.open()
      const talkId = randomUUID()
      await gone.jobs.enqueue(pack(talkId))
      await gone[Symbol.asyncDispose]()
      await (await cluster()).run(
        `update servers set heartbeat_at = now() - interval '16 minutes' where id = '${gone.serverId}'`,
        place.settings.databaseUrl,
      )
      const done: string[] = []
      const run = async (payload: { talkId: string }) => void done.push(payload.talkId)
      await using _ = await one.jobs.work(packing, { run })
      await using __ = await other.jobs.work(packing, { run })
      await expect.poll(() => done, { timeout: 30_000 }).toEqual([talkId])
    },
    SETUP_TIMEOUT_MS,
  )

  it(
    'end the talks of one that died, and leave what was on its disk for its return',
    async () => {
      await using dying = new StoreProcess('keep-talks.ts', place.neighbour().settings)
      await dying.saying('ended')
      await dying.kill()
      await using _ = await place.neighbour().open({ jobsAtLoss: ({ id }) => ({ jobs: [pack(id)] }) })
      const [lost = ''] = dying.said('running')
      await expect
        .poll(() => one.talks.get(lost, {}), { timeout: 40_000, interval: 500 })
        .toMatchObject({ state: 'ended', endReason: 'serverLost' })
    },
    SETUP_TIMEOUT_MS,
  )
})
