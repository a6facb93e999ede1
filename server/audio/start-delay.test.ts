import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MAX_START_DELAY_MS, StartDelay } from './start-delay.ts'

function learned(...turns: { neededMs: number; wasWhole?: boolean }[]): number {
  const delay = new StartDelay()
  for (const { neededMs, wasWhole = true } of turns) delay.learn(neededMs, { wasWhole })
  return delay.ms
}

test.each([
  ['at first nothing', [], 0],
  ['what the last turn needed', [{ neededMs: 70 }], 70],
  ['half as much after one that needed nothing', [{ neededMs: 70 }, { neededMs: 0 }], 35],
  ['half of the way to what a better one needed', [{ neededMs: 70 }, { neededMs: 30 }], 50],
  ['no less after one that was cut short', [{ neededMs: 70 }, { neededMs: 0, wasWhole: false }], 70],
  [
    'more after one that was cut short and needed more',
    [{ neededMs: 70 }, { neededMs: 90, wasWhole: false }],
    90,
  ],
])('a turn waits for %s', (_what, turns, ms) => {
  expect(learned(...turns)).toBe(ms)
})

test('the wait stays in its bounds and is gone after eight turns that need none', () => {
  const turns = fc.array(fc.record({ neededMs: fc.integer({ min: 0, max: 5_000 }), wasWhole: fc.boolean() }))
  fc.assert(
    fc.property(turns, (before) => {
      expect(learned(...before)).toBeLessThanOrEqual(MAX_START_DELAY_MS)
      expect(learned(...before, ...Array.from({ length: 8 }, () => ({ neededMs: 0 })))).toBe(0)
    }),
  )
})
