import { describe, expect, it } from 'vitest'
import type { FeedbackResult, FeedbackStatus } from '../../shared/feedback.ts'
import type { TalkRecord } from '../../shared/talk.ts'
import { openTestStore } from '../testing/test-store.ts'
import { FeedbackDesk } from './feedback-desk.ts'
import { jobKinds } from './job-kinds.ts'

const record: TalkRecord = {
  id: 'talk-1',
  owner: 'hana',
  scenarioId: 's',
  state: 'ended',
  startedAt: new Date(0),
  turnCount: 0,
  turns: [],
}

const result: FeedbackResult = {
  talkId: 'talk-1',
  score: 70,
  outcome: { isGoalReached: null, comment: '', evidence: [] },
  criteria: [],
  strengths: [],
  improvements: [],
  summary: '',
  transcript: [],
  droppedQuotes: 0,
  markdown: '',
  model: 'built-in',
  createdAt: new Date(0),
}

async function openDesk(...records: TalkRecord[]) {
  const store = await openTestStore({ jobKinds })
  for (const each of records) await store.talks.save(each)
  const desk = new FeedbackDesk({ talks: store.talks, feedback: store.feedback, bus: store.bus })
  return { store, desk, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() }
}

const word = (status: FeedbackStatus) => (status.status === 'running' ? status.stage : status.status)

describe('where feedback is told of', () => {
  it('goes with the work from its beginning to its end', async () => {
    await using bench = await openDesk(record)
    const { store, desk } = bench
    const told: string[] = []
    const seen = Promise.withResolvers<void>()
    const watching = (async () => {
      for await (const status of desk.watch('talk-1', {}, new AbortController().signal)) {
        told.push(word(status))
        if (word(status) === 'judging') seen.resolve()
      }
    })()
    await desk.request('talk-1', {})
    const run = await store.feedback.begin('talk-1', { jobId: 'j', attempt: 1 })
    await run.progress('judging', 0.5)
    await seen.promise
    await run.done(result)
    await watching
    expect(told.at(0)).toMatch(/none|waiting/)
    expect(told.at(-2)).toBe('judging')
    expect(told.at(-1)).toBe('done')
    expect(await desk.get('talk-1', {})).toEqual({ status: 'done', talkId: 'talk-1', result })
  })

  it('lets its watchers go when they leave, and when the server stops', async () => {
    await using bench = await openDesk(record)
    const { desk } = bench
    const leaving = new AbortController()
    const one = desk.watch('talk-1', {}, leaving.signal)
    const other = desk.watch('talk-1', {}, new AbortController().signal)
    await Promise.all([one.next(), other.next()])
    const [first, second] = [one.next(), other.next()]
    leaving.abort()
    expect(await first).toMatchObject({ done: true })
    desk.endWatches()
    expect(await second).toMatchObject({ done: true })
  })

  it('knows nothing of a talk that is somebody else’s, and asks for none of one that runs', async () => {
    await using bench = await openDesk(record, { ...record, id: 'talk-2', state: 'live' })
    const { desk } = bench
    await expect(desk.get('talk-1', { owner: 'ken' })).rejects.toMatchObject({ reason: 'talkNotFound' })
    await expect(desk.request('talk-1', { owner: 'ken' })).rejects.toMatchObject({ reason: 'talkNotFound' })
    await expect(desk.request('talk-2', {})).rejects.toMatchObject({ reason: 'badInput' })
  })
})
