import { describe, expect, it } from 'vitest'
import { type LinkConditions, LinkSchedule, perfectLink } from './link-schedule.ts'

const DATAGRAMS = 5_000
const SPACING_MS = 20

/** Speech for 100 seconds: what becomes of a packet every 20 ms. */
function run(conditions: Partial<LinkConditions>, seed = 1) {
  const schedule = new LinkSchedule({ seed, conditions: { ...perfectLink, ...conditions } })
  return Array.from({ length: DATAGRAMS }, (_, i) => {
    const sentMs = i * SPACING_MS
    return { sentMs, dueMs: schedule.dueTimesMs(sentMs) }
  })
}

const share = (count: number) => count / DATAGRAMS

describe('the schedule of a link', () => {
  it('lets everything through at once while nothing is wrong', () => {
    for (const { sentMs, dueMs } of run({})) expect(dueMs).toEqual([sentMs])
  })

  it('loses, doubles and holds back as many as it was told', () => {
    expect(share(run({ lossRate: 0.1 }).filter(({ dueMs }) => dueMs.length === 0).length)).toBeCloseTo(0.1, 1)
    expect(share(run({ duplicateRate: 0.2 }).filter(({ dueMs }) => dueMs.length === 2).length)).toBeCloseTo(
      0.2,
      1,
    )
    const overtaken = run({ reorderRate: 0.1 }).filter(
      ({ dueMs, sentMs }) => (dueMs[0] ?? 0) > sentMs + SPACING_MS,
    )
    expect(share(overtaken.length)).toBeCloseTo(0.1, 1)
  })

  it('delays within its jitter and keeps the order', () => {
    const due = run({ delayMs: 40, jitterMs: 60 }).map(({ sentMs, dueMs }) => ({ at: dueMs[0] ?? 0, sentMs }))
    const delays = due.map(({ at, sentMs }) => at - sentMs)
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(40)
    expect(Math.min(...delays)).toBeLessThan(45)
    expect(Math.max(...delays)).toBeGreaterThan(95)
    expect(Math.max(...delays)).toBeLessThanOrEqual(100)
    for (const [i, { at }] of due.entries()) expect(at).toBeGreaterThanOrEqual(due[i - 1]?.at ?? 0)
  })

  it('lets datagrams overtake each other where it is told to', () => {
    const due = run({ jitterMs: 60, keepsOrder: false }).map(({ dueMs }) => dueMs[0] ?? 0)
    expect(due.filter((at, i) => at < (due[i - 1] ?? 0)).length).toBeGreaterThan(DATAGRAMS / 10)
  })

  it('does the same again with the same seed, and something else with another', () => {
    expect(run({ lossRate: 0.1 }, 7)).toEqual(run({ lossRate: 0.1 }, 7))
    expect(run({ lossRate: 0.1 }, 7)).not.toEqual(run({ lossRate: 0.1 }, 8))
  })

  it('loses the same datagrams whatever else is wrong', () => {
    const lost = (conditions: Partial<LinkConditions>) =>
      run({ lossRate: 0.1, ...conditions }).map(({ dueMs }) => dueMs.length === 0)
    expect(lost({ jitterMs: 60, reorderRate: 0.5, duplicateRate: 0.5 })).toEqual(lost({}))
  })
})
