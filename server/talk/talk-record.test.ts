import { describe, expect, it } from 'vitest'
import type { TalkRecord } from '../../shared/talk.ts'
import type { TalkEvent } from '../../shared/talk-event.ts'
import { recordAfter } from './talk-record.ts'

const start: TalkRecord = {
  id: 'talk',
  owner: 'hana',
  scenarioId: 'it-manager-sato',
  state: 'connecting',
  startedAt: new Date(0),
  turnCount: 0,
  turns: [],
}
const end = new Date(60_000)
const recordOf = (...events: TalkEvent[]) =>
  events.reduce((record, event) => recordAfter(record, event, end), start)
const line = (turnId: string, text: string, startMs: number, final = true): TalkEvent => ({
  type: 'transcript',
  turnId,
  role: 'user',
  text,
  final,
  startMs,
  endMs: startMs + 100,
})

describe('what is kept of a talk', () => {
  it('has the final words of every turn, in the order in which they were spoken', () => {
    const record = recordOf(
      line('b', 'second', 500),
      line('a', 'first', 0),
      line('c', 'unfinished', 900, false),
    )
    expect(record.turns.map(({ text }) => text)).toEqual(['first', 'second'])
    expect(record.turnCount).toBe(2)
  })

  it('takes the later words of a turn for the right ones', () => {
    expect(recordOf(line('a', 'hear', 0), line('a', 'here', 0)).turns).toMatchObject([{ text: 'here' }])
  })

  it('keeps the latency and how much was heard of a turn, told before or after its words', () => {
    const record = recordOf(
      { type: 'latency', turnId: 'p', ms: 700 },
      { type: 'interrupted', turnId: 'p', heardMs: 900 },
      { ...line('p', 'well', 10), role: 'partner' } as TalkEvent, // spreading a union loses which member it is
    )
    expect(record.turns).toMatchObject([
      { id: 'p', role: 'partner', text: 'well', latencyMs: 700, heardMs: 900 },
    ])
  })

  it('knows when and why the talk ended', () => {
    expect(recordOf({ type: 'state', state: 'ended', reason: 'hungUp' })).toMatchObject({
      state: 'ended',
      endReason: 'hungUp',
      endedAt: end,
    })
  })

  it('keeps what the partner’s functions were used for, in order, and what all of it cost', () => {
    const tool = { type: 'tool', turnId: 'p', name: 'book', args: { day: 'Mon' } } as const
    const usage = { promptTokens: 1, responseTokens: 2, totalTokens: 3 }
    const record = recordOf(
      { ...tool, result: { booked: true }, atMs: 5 },
      { ...tool, name: 'end', result: { error: 'no' }, atMs: 9 },
      { ...line('p', 'well', 10), usage } as TalkEvent, // spreading a union loses which member it is
      { type: 'state', state: 'ended', reason: 'hungUp', usage },
    )
    expect(record.tools).toEqual([
      { turnId: 'p', name: 'book', args: { day: 'Mon' }, result: { booked: true }, atMs: 5 },
      { turnId: 'p', name: 'end', args: { day: 'Mon' }, result: { error: 'no' }, atMs: 9 },
    ])
    expect([record.usage, record.turns[0]?.usage]).toEqual([usage, usage])
  })

  it('is the same object when an event leaves no trace', () => {
    expect(recordOf({ type: 'speaking', role: 'user', active: true, atMs: 0 })).toBe(start)
  })
})
