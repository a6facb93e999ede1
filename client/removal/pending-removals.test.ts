import { beforeEach, describe, expect, it } from 'vitest'
import { FakeCallClock, settle } from '../sdk/testing/fake-call-clock.ts'
import { PendingRemovals, UNDO_MS } from './pending-removals.ts'

let clock: FakeCallClock
let asked: string[]
let removed: string[]
let failed: string[]
let refusal: Error | undefined
let pending: PendingRemovals
beforeEach(() => {
  clock = new FakeCallClock()
  asked = []
  removed = []
  failed = []
  refusal = undefined
  pending = new PendingRemovals({
    clock,
    remove: async (talkId) => {
      asked.push(talkId)
      if (refusal) throw refusal
    },
    onRemoved: (talkId) => removed.push(talkId),
    onFailed: (talkId) => failed.push(talkId),
  })
})

describe('a talk that is removed', () => {
  it('is hidden at once and gone a little later', async () => {
    pending.add('t1')
    expect(pending.getSnapshot().has('t1')).toBe(true)
    await clock.advance(UNDO_MS - 1)
    expect(asked).toEqual([])
    await clock.advance(1)
    expect(removed).toEqual(['t1'])
    expect(pending.getSnapshot().has('t1')).toBe(true)
  })

  it('comes back when that is undone, and the server never hears of it', async () => {
    pending.add('t1')
    expect(pending.undo('t1')).toBe(true)
    expect(pending.getSnapshot().has('t1')).toBe(false)
    await clock.advance(UNDO_MS)
    expect(asked).toEqual([])
    expect(clock.pending).toBe(0)
  })

  it('does not come back when that is undone too late', async () => {
    pending.add('t1')
    await clock.advance(UNDO_MS)
    expect(pending.undo('t1')).toBe(false)
    expect(pending.getSnapshot().has('t1')).toBe(true)
  })

  it('comes back when the server refuses', async () => {
    refusal = new Error('no')
    pending.add('t1')
    await clock.advance(UNDO_MS)
    expect(failed).toEqual(['t1'])
    expect(pending.getSnapshot().has('t1')).toBe(false)
  })

  it('is asked for once, however often it is clicked', async () => {
    pending.add('t1')
    pending.add('t1')
    await clock.advance(UNDO_MS)
    pending.add('t1')
    await clock.advance(UNDO_MS)
    expect(asked).toEqual(['t1'])
  })

  it('is removed at once when the page is left, however often that is said', async () => {
    pending.add('t1')
    pending.add('t2')
    pending.undo('t2')
    pending.close()
    pending.close()
    await settle()
    expect(asked).toEqual(['t1'])
    expect(clock.pending).toBe(0)
  })

  it('can be taken over by who removes it in another way', async () => {
    pending.add('t1')
    expect(pending.take()).toEqual(['t1'])
    pending.close()
    await clock.advance(UNDO_MS)
    expect(asked).toEqual([])
  })
})
