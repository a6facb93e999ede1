import { expect, test } from 'vitest'
import { FakeClock } from './fake-clock.ts'

test('timers run in the order in which they are due, each at its own time', () => {
  const clock = new FakeClock()
  const runs: string[] = []
  clock.after(30, () => runs.push(`late at ${clock.nowMs()}`))
  clock.after(10, () => runs.push(`early at ${clock.nowMs()}`))
  clock.after(10, () => runs.push(`early but set later at ${clock.nowMs()}`))
  clock.advance(40)
  expect(runs).toEqual(['early at 10', 'early but set later at 10', 'late at 30'])
  expect(clock.nowMs()).toBe(40)
  expect(clock.date()).toEqual(new Date('2026-01-01T00:00:00.040Z'))
})

test('a timer that sets another one sees it run in the same advance, if it is due by then', () => {
  const clock = new FakeClock()
  const runs: number[] = []
  const again = () => {
    runs.push(clock.nowMs())
    clock.after(20, again)
  }
  clock.after(20, again)
  clock.advance(70)
  expect(runs).toEqual([20, 40, 60])
  expect(clock.pendingTimers).toBe(1)
})

test('a disposed timer never runs', () => {
  const clock = new FakeClock()
  const timer = clock.after(10, () => expect.fail('it ran'))
  timer[Symbol.dispose]()
  expect(clock.pendingTimers).toBe(0)
  clock.advance(20)
})

test('after a stall the overdue timers run late, and time never goes back', () => {
  const clock = new FakeClock()
  const runs: number[] = []
  clock.after(10, () => runs.push(clock.nowMs()))
  clock.stall(500)
  expect(runs).toEqual([])
  clock.advance(0)
  expect(runs).toEqual([500])
})
