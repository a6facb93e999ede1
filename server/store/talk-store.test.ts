import { randomUUID } from 'node:crypto'
import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { builtInScenarios } from '../scenarios/index.ts'
import { describeStores } from './testing/describe-stores.ts'
import { judge, judging } from './testing/test-jobs.ts'
import { testTalk, testTurn } from './testing/test-talks.ts'

describeStores('the talks kept in the %s database', (opened) => {
  it('come back as they were, to the millisecond', async () => {
    const talk = testTalk({
      state: 'ended',
      endReason: 'hungUp',
      endedAt: new Date('2026-11-22T10:05:00.987Z'),
      turns: [
        testTurn('t1', 'こんにちは。100 % \\ "ok"', { latencyMs: 412.5 }),
        testTurn('t2', 'はい。', { role: 'partner', startMs: 1000.25, endMs: 1800, heardMs: 300 }),
      ],
      media: { packetsReceived: 9, packetsLost: 1, packetsSent: 8, jitterMs: 0.25 },
    })
    await opened().talks.save(talk)
    expect(await opened().talks.get(talk.id, {})).toEqual(talk)
  })

  it('follow each save: turns added, changed, moved and gone', async () => {
    const [one, two] = [testTurn('t1', 'One.'), testTurn('t2', 'Two.', { startMs: 1_000 })]
    const talk = testTalk({ turns: [one, two] })
    const stages = [
      [one, two],
      [one, two, testTurn('t3', 'Three.', { startMs: 2_000 })],
      [one, { ...two, text: 'Two, corrected.', heardMs: 20 }, testTurn('t3', 'Three.', { startMs: 2_000 })],
      [testTurn('t0', 'Before.'), one],
      [],
    ]
    for (const turns of stages) {
      const now = { ...talk, turns, turnCount: turns.length }
      await opened().talks.save(now)
      expect(await opened().talks.get(talk.id, {})).toEqual(now)
    }
  })

  it('come page by page, newest first, each once, though many began at the same time', async () => {
    const owner = randomUUID()
    const talks = Array.from({ length: 7 }, (_, i) =>
      testTalk({ owner, startedAt: new Date(Date.UTC(2026, 10, 22) + Math.floor(i / 3)) }),
    )
    for (const talk of talks) await opened().talks.save(talk)
    const seen = []
    let cursor: string | undefined
    do {
      const page = await opened().talks.list({ owner }, { limit: 2, cursor })
      seen.push(...page.items)
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(seen.map(({ id }) => id).sort()).toEqual(talks.map(({ id }) => id).sort())
    const times = seen.map(({ startedAt }) => startedAt.getTime())
    expect(times).toEqual(times.toSorted((a, b) => b - a))
  })

  it('refuse a cursor that no page gave', async () => {
    await expect(opened().talks.list({}, { limit: 1, cursor: 'x' })).rejects.toMatchObject({
      reason: 'badInput',
    })
  })

  it('are shown to their owner alone where an owner is asked for', async () => {
    const talk = testTalk()
    await opened().talks.save(talk)
    const stranger = { owner: 'somebody else' }
    expect(await opened().talks.get(talk.id, stranger)).toBeUndefined()
    expect((await opened().talks.list(stranger, { limit: 10 })).items).toEqual([])
    expect(await opened().talks.remove(talk.id, stranger)).toBe(false)
    expect(await opened().talks.get(talk.id, { owner: talk.owner })).toEqual(talk)
  })

  it('are found by scenario, by time and by words that were said or that name the scenario', async () => {
    const owner = randomUUID()
    const [scenario] = builtInScenarios
    if (!scenario) throw new Error('there are built-in scenarios')
    const early = testTalk({ owner, scenarioId: 'a', startedAt: new Date(1_000) })
    const late = testTalk({
      owner,
      scenarioId: 'b',
      startedAt: new Date(2_000),
      turns: [testTurn('t1', 'A 50%_discount')],
    })
    await opened().talks.save(early, { scenario })
    await opened().talks.save(late)
    const ids = async (query: object) =>
      (await opened().talks.list({ owner }, { limit: 10, ...query })).items.map(({ id }) => id)
    expect(await ids({ scenarioId: 'a' })).toEqual([early.id])
    expect(await ids({ from: new Date(2_000) })).toEqual([late.id])
    expect(await ids({ to: new Date(2_000) })).toEqual([early.id])
    expect(await ids({ text: '50%_DISC' })).toEqual([late.id])
    expect(await ids({ text: '5_%' })).toEqual([])
    expect(await ids({ text: scenario.title.slice(0, 4) })).toEqual([early.id])
  })

  it('keep the scenario as it was when they began, through later saves', async () => {
    const [scenario] = builtInScenarios
    if (!scenario) throw new Error('there are built-in scenarios')
    const talk = testTalk()
    await opened().talks.save(talk, { scenario })
    await opened().talks.save({ ...talk, state: 'ended' })
    expect(await opened().talks.getScenario(talk.id)).toEqual(scenario)
    // And tell what it was called, though it may be gone.
    const titled = { id: talk.id, scenarioTitle: scenario.title }
    expect(await opened().talks.get(talk.id, {})).toMatchObject(titled)
    expect((await opened().talks.list({ owner: talk.owner }, { limit: 1 })).items).toMatchObject([titled])
  })

  it('are kept together with the jobs that they ask for, or not at all', async () => {
    const kept = testTalk({ state: 'ended' })
    await opened().talks.save(kept, { jobs: [judge(kept.id)], awaitsFeedback: true })
    const impossible = testTalk({ state: 'ended' })
    const jobs = [judge(impossible.id), { kind: 'no such kind', key: 'x', payload: {} }]
    await expect(opened().talks.save(impossible, { jobs })).rejects.toThrow('no such kind')
    expect(await opened().talks.get(impossible.id, {})).toBeUndefined()
    const keys = (await opened().jobs.list(judging)).map(({ key }) => key)
    expect(keys).toContain(kept.id)
    expect(keys).not.toContain(impossible.id)
    expect(await opened().feedback.get(kept.id, {})).toMatchObject({ status: 'running', stage: 'waiting' })
  })

  it('are kept though a model put characters in that PostgreSQL does not take', async () => {
    const talk = testTalk({ turns: [testTurn('t1', 'a\0b\ud800c')] })
    await opened().talks.save(talk)
    expect((await opened().talks.get(talk.id, {}))?.turns[0]?.text).toBe('ab\ufffdc')
  })

  it('are not told of by the error when they cannot be kept', async () => {
    const talk = testTalk({ turns: [testTurn('twice', 'my secret'), testTurn('twice', 'my secret')] })
    const error = await opened()
      .talks.save(talk)
      .catch((each: unknown) => each)
    expect(error).toMatchObject({ name: 'QueryError', code: '21000' })
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('my secret')
  })

  it('stay removed, with all that hangs on them, though a save was still under way', async () => {
    const talk = testTalk()
    await opened().talks.save(talk, { awaitsFeedback: true })
    expect(await opened().talks.remove(talk.id, {}, { jobs: [judge(talk.id)] })).toBe(true)
    await opened().talks.save({ ...talk, state: 'ended' })
    expect(await opened().talks.get(talk.id, {})).toBeUndefined()
    expect(await opened().feedback.get(talk.id, {})).toBeUndefined()
    expect((await opened().jobs.list(judging)).map(({ key }) => key)).toContain(talk.id)
  })
})
