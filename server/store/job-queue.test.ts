import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import type { JobAttempt } from './job-queue.ts'
import { jobRequest } from './job-queue.ts'
import { describeStores } from './testing/describe-stores.ts'
import { fragile, judge, judging, pack, packing, tryOnce } from './testing/test-jobs.ts'

describeStores('the jobs in the %s database', (opened) => {
  it('are done, a burst of them too, without waiting for the next look', async () => {
    const left = new Set<string>(Array.from({ length: 20 }, () => randomUUID()))
    const all = Promise.withResolvers<void>()
    await using _ = await opened().jobs.work(packing, {
      async run({ talkId }) {
        left.delete(talkId)
        if (left.size === 0) all.resolve()
      },
    })
    // One look every two seconds would take 40, which is longer than a test may.
    await opened().jobs.enqueue(...[...left].map(pack))
    await all.promise
  })

  it('are tried again after a failure, told which try it is, and done once', async () => {
    const talkId = randomUUID()
    const attempts: Pick<JobAttempt, 'jobId' | 'attempt' | 'isLast'>[] = []
    const done = Promise.withResolvers<void>()
    await using _ = await opened().jobs.work(judging, {
      async run(payload, { jobId, attempt, isLast }) {
        if (payload.talkId !== talkId) return
        attempts.push({ jobId, attempt, isLast })
        if (attempt < 3) throw new Error('not yet')
        done.resolve()
      },
    })
    await opened().jobs.enqueue(judge(talkId))
    await done.promise
    const jobId = attempts[0]?.jobId
    expect(attempts).toEqual([
      { jobId, attempt: 1, isLast: false },
      { jobId, attempt: 2, isLast: false },
      { jobId, attempt: 3, isLast: true },
    ])
  })

  it('that fail for good are seen to have failed, and somebody is told', async () => {
    const talkId = randomUUID()
    const { promise, resolve } = Promise.withResolvers<string>()
    await using _ = await opened().jobs.work(fragile, {
      run: () => Promise.reject(new Error('never')),
      givenUp: async (payload) => resolve(payload.talkId),
    })
    await opened().jobs.enqueue(tryOnce(talkId))
    expect(await promise).toBe(talkId)
    expect(await opened().jobs.list(fragile)).toContainEqual(
      expect.objectContaining({ key: talkId, state: 'failed', attempts: 1 }),
    )
  })

  it('are one for each kind and talk, as long as it waits or runs, and may come again afterwards', async () => {
    const talkId = randomUUID()
    await opened().jobs.enqueue(judge(talkId), judge(talkId))
    const begun = Promise.withResolvers<void>()
    const finish = Promise.withResolvers<void>()
    let runs = 0
    const again = Promise.withResolvers<void>()
    await using _ = await opened().jobs.work(judging, {
      async run(payload) {
        if (payload.talkId !== talkId) return
        runs++
        if (runs === 2) return again.resolve()
        begun.resolve()
        await finish.promise
      },
    })
    await begun.promise
    await opened().jobs.enqueue(judge(talkId))
    const ofTalk = async () => (await opened().jobs.list(judging)).filter(({ key }) => key === talkId)
    expect(await ofTalk()).toMatchObject([{ state: 'active' }])
    finish.resolve()
    await expect.poll(ofTalk).toMatchObject([{ state: 'done' }])
    await opened().jobs.enqueue(judge(talkId))
    await again.promise
  })

  it('take no payload of another shape', () => {
    // @ts-expect-error: the compiler would not take it either
    expect(() => jobRequest(judging, { talk: 'x' })).toThrow()
  })

  it('are known to be due until they are done, whoever does them', async () => {
    const talkId = randomUUID()
    const { jobs } = opened()
    const isDue = (key: string = talkId) => jobs.isDue([judging, packing], key)
    expect(await isDue()).toBe(false)
    await jobs.enqueue(pack(talkId), judge(`${talkId}/2`))
    expect([await isDue(), await jobs.isDue([fragile], talkId), await isDue(talkId.slice(0, -1))]).toEqual([
      true,
      false,
      false,
    ])
    await using _packing = await jobs.work(packing, { run: async () => {} })
    await using _judging = await jobs.work(judging, { run: async () => {} })
    await expect.poll(() => isDue(), { timeout: 15_000 }).toBe(false)
  })
})
