import { expect, it } from 'vitest'
import { PacedClock } from './paced-clock.ts'

it('runs timers in their order, long before real time would', async () => {
  using clock = new PacedClock(1_000)
  const startMs = performance.now()
  const ran: number[] = []
  clock.after(20_000, () => ran.push(20))
  clock.after(5_000, () => ran.push(5))
  clock.after(10_000, () => ran.push(10))[Symbol.dispose]()
  await clock.pass(30_000)
  expect(ran).toEqual([5, 20])
  expect(performance.now() - startMs).toBeLessThan(20_000)
  expect(clock.pendingTimers).toBe(0)
})

it('stands still while the process is busy, so that nobody on it comes too late', async () => {
  using clock = new PacedClock(60)
  await clock.pass(100)
  const beforeMs = clock.nowMs()
  const busyUntilMs = performance.now() + 200
  while (performance.now() < busyUntilMs);
  await new Promise((resolve) => setImmediate(resolve))
  await new Promise((resolve) => setImmediate(resolve))
  expect(clock.nowMs() - beforeMs).toBeLessThan(60)
})
