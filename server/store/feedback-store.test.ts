import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import type { FeedbackResult } from '../../shared/feedback.ts'
import { describeStores } from './testing/describe-stores.ts'
import { judge, judging } from './testing/test-jobs.ts'
import { testTalk } from './testing/test-talks.ts'

function resultOf(
  talkId: string,
  score: number,
  criteria: Record<string, number | null> = {},
): FeedbackResult {
  return {
    talkId,
    score,
    outcome: { isGoalReached: true, comment: 'ok', evidence: [{ turnId: 't1', quote: 'Hello', startMs: 0 }] },
    criteria: Object.entries(criteria).map(([key, each]) => ({
      key,
      label: key.toUpperCase(),
      weight: 1,
      score: each,
      comment: '',
      evidence: [],
      isUnproven: true,
    })),
    strengths: [],
    improvements: [{ point: 'p', betterWording: 'w', evidence: [] }],
    summary: 's',
    transcript: [{ id: 't1', role: 'user', text: 'Hello', startMs: 0, endMs: 900 }],
    droppedQuotes: 2,
    markdown: '# Feedback',
    model: 'built-in',
    createdAt: new Date('2026-11-22T10:06:00.5Z'),
  }
}

describeStores('the feedback kept in the %s database', (opened) => {
  async function keptTalk(changes: Parameters<typeof testTalk>[0] = {}) {
    const talk = testTalk({ state: 'ended', ...changes })
    await opened().talks.save(talk)
    return talk
  }
  const status = (talkId: string) => opened().feedback.get(talkId, {})

  it('is none until it is asked for, and unknown for a talk that is not there or is somebody else’s', async () => {
    const talk = await keptTalk()
    expect(await status(talk.id)).toEqual({ status: 'none', talkId: talk.id })
    expect(await status('no such talk')).toBeUndefined()
    expect(await opened().feedback.get(talk.id, { owner: 'somebody else' })).toBeUndefined()
  })

  it('goes from waiting over its stages to the result, whole', async () => {
    const { id } = await keptTalk()
    const { feedback, jobs } = opened()
    await feedback.request(id, [judge(id)])
    expect(await status(id)).toEqual({
      status: 'running',
      talkId: id,
      stage: 'waiting',
      share: 0,
      attempt: 0,
    })
    expect((await jobs.list(judging)).map(({ key }) => key)).toContain(id)
    const run = await feedback.begin(id, { jobId: randomUUID(), attempt: 1 })
    await run.progress('judging', 0.4)
    expect(await status(id)).toMatchObject({ status: 'running', stage: 'judging', share: 0.4, attempt: 1 })
    await run.retry(new Date(5_000))
    expect(await status(id)).toMatchObject({ stage: 'waiting', retryAt: new Date(5_000) })
    const result = resultOf(id, 70, { opening: 80, close: null })
    await run.done(result)
    expect(await status(id)).toEqual({ status: 'done', talkId: id, result })
  })

  it('is put off together with its job, to the time that is told', async () => {
    const { id } = await keptTalk()
    const { feedback, jobs } = opened()
    const at = new Date(Date.now() + 1_200_000)
    await using _working = await jobs.work(judging, {
      async run({ talkId }, attempt) {
        if (talkId === id) await (await feedback.begin(id, attempt)).retry(at)
      },
    })
    await feedback.request(id, [judge(id)])
    const job = async () => (await jobs.list(judging)).find(({ key }) => key === id)
    await expect.poll(job, { timeout: 10_000 }).toMatchObject({ state: 'waiting', attempts: 1, dueAt: at })
    expect(await status(id)).toMatchObject({ status: 'running', stage: 'waiting', retryAt: at })
  })

  it('is told to every listener as it changes', async () => {
    const { id } = await keptTalk()
    const told: string[] = []
    const enough = Promise.withResolvers<void>()
    using _ = opened().bus.on('feedback', {
      changed: (talkId) => {
        if (talkId === id && told.push(talkId) === 3) enough.resolve()
      },
      missed() {},
    })
    const run = await opened().feedback.begin(id, { jobId: 'j', attempt: 1 })
    await run.progress('judging', 0.5)
    await run.done(resultOf(id, 50))
    await enough.promise
  })

  it('does not listen to a try that another has overtaken', async () => {
    const { id } = await keptTalk()
    const { feedback } = opened()
    const lapsed = await feedback.begin(id, { jobId: 'j', attempt: 1 })
    const second = await feedback.begin(id, { jobId: 'j', attempt: 2 })
    await lapsed.failed('modelFailed', 'late')
    await lapsed.progress('checking', 0.9)
    expect(await status(id)).toMatchObject({ status: 'running', attempt: 2, stage: 'waiting' })
    await second.done(resultOf(id, 60))
    await second.progress('judging', 0.1)
    const latest = await feedback.begin(id, { jobId: 'j', attempt: 1 })
    await latest.progress('judging', 0.1)
    expect(await status(id)).toMatchObject({ status: 'done', result: { score: 60 } })
  })

  it('replaces a result by that of a second run, and keeps it when the second one fails', async () => {
    const { id } = await keptTalk()
    const { feedback } = opened()
    await feedback.restore(resultOf(id, 10, { opening: 10, close: 10 }))
    await feedback.restore(resultOf(id, 20, { opening: 20 }))
    expect(await status(id)).toMatchObject({ result: { score: 20, criteria: [{ key: 'opening' }] } })
    const run = await feedback.begin(id, { jobId: 'again', attempt: 1 })
    await run.failed('modelFailed', 'no luck')
    expect(await status(id)).toMatchObject({ status: 'done', result: { score: 20 } })
  })

  it('says why there is none', async () => {
    const { id } = await keptTalk()
    const run = await opened().feedback.begin(id, { jobId: 'j', attempt: 1 })
    await run.failed('nothingSaid', 'There is nothing to judge.')
    expect(await status(id)).toEqual({
      status: 'failed',
      talkId: id,
      reason: 'nothingSaid',
      message: 'There is nothing to judge.',
    })
    const abandoned = await keptTalk()
    await opened().feedback.request(abandoned.id, [])
    await opened().feedback.giveUp(abandoned.id, 'internalError', 'Its server died each time.')
    expect(await status(abandoned.id)).toMatchObject({ status: 'failed', reason: 'internalError' })
  })

  it('may be asked for again as soon as the result is seen, and comes again', async () => {
    const { id } = await keptTalk()
    const { feedback, jobs } = opened()
    const leave = Promise.withResolvers<void>()
    const results = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    await using _ = await jobs.work(
      judging,
      {
        async run({ talkId }, attempt) {
          if (talkId !== id) return
          const run = await feedback.begin(id, attempt)
          await run.done(resultOf(id, 50))
          results.shift()?.resolve()
          // The result is there and its job has still something to do.
          await leave.promise
        },
      },
      { concurrency: 2 },
    )
    const [first, second] = results
    await feedback.request(id, [judge(id)])
    await first?.promise
    await feedback.request(id, [judge(id)])
    await second?.promise
    leave.resolve()
    await expect.poll(() => status(id)).toMatchObject({ status: 'done' })
  })

  it('goes on as it was when it is asked for again while it is under way', async () => {
    const { id } = await keptTalk()
    const { feedback, jobs } = opened()
    const begun = Promise.withResolvers<void>()
    const leave = Promise.withResolvers<void>()
    await using _ = await jobs.work(judging, {
      async run({ talkId }, attempt) {
        if (talkId !== id) return
        const run = await feedback.begin(id, attempt)
        await run.progress('judging', 0.5)
        begun.resolve()
        await leave.promise
        await run.failed('modelFailed', 'no luck')
      },
    })
    await feedback.request(id, [judge(id)])
    await begun.promise
    await feedback.request(id, [judge(id)])
    expect(await status(id)).toMatchObject({ status: 'running', stage: 'judging', share: 0.5 })
    leave.resolve()
    await expect.poll(() => status(id)).toMatchObject({ status: 'failed', reason: 'modelFailed' })
  })

  it('is refused for a talk that was removed meanwhile', async () => {
    const { id } = await keptTalk()
    const run = await opened().feedback.begin(id, { jobId: 'j', attempt: 1 })
    await opened().talks.remove(id, {})
    await expect(run.done(resultOf(id, 1))).rejects.toMatchObject({ reason: 'talkNotFound' })
    await expect(opened().feedback.request(id, [])).rejects.toMatchObject({ reason: 'talkNotFound' })
  })

  it('shows how scores went, for each scenario and criterion, from the oldest talk on', async () => {
    const owner = randomUUID()
    const later = await keptTalk({ owner, scenarioId: 'a', startedAt: new Date(2_000) })
    const first = await keptTalk({ owner, scenarioId: 'a', startedAt: new Date(1_000) })
    const other = await keptTalk({ owner, scenarioId: 'b', startedAt: new Date(3_000) })
    await keptTalk({ owner, scenarioId: 'a' })
    await opened().feedback.restore(resultOf(later.id, 70, { opening: 90, close: null }))
    await opened().feedback.restore(resultOf(first.id, 50, { opening: 40 }))
    await opened().feedback.restore(resultOf(other.id, 30))
    const point = ({ id: talkId, startedAt }: typeof first, score: number | null) => ({
      talkId,
      startedAt,
      score,
    })
    const ofA = {
      scenarioId: 'a',
      points: [point(first, 50), point(later, 70)],
      criteria: [
        { key: 'opening', label: 'OPENING', points: [point(first, 40), point(later, 90)] },
        { key: 'close', label: 'CLOSE', points: [point(later, null)] },
      ],
    }
    const ofB = { scenarioId: 'b', points: [point(other, 30)], criteria: [] }
    expect(await opened().feedback.trend({ owner })).toEqual([ofA, ofB])
    expect(await opened().feedback.trend({ owner }, { scenarioId: 'b' })).toEqual([ofB])
    expect(await opened().feedback.trend({ owner: 'somebody else' })).toEqual([])
  })
})
