import { describe, expect, it } from 'vitest'
import { InboundBudget } from './inbound-budget.ts'

describe('what a socket may send', () => {
  it('is all of a voice in real time, for ever', () => {
    const budget = new InboundBudget(0)
    for (let ms = 0; ms < 60_000; ms += 20) expect(budget.take(640, ms)).toBe(true)
  })

  it('is two seconds at once after a stall, and no flood', () => {
    const budget = new InboundBudget(0)
    const passed = Array.from({ length: 1_000 }, () => budget.take(640, 0)).filter(Boolean).length
    expect(passed * 640).toBeLessThanOrEqual(128_000)
    expect(budget.refused).toBe(1_000 - passed)
    expect(budget.take(640, 20)).toBe(true)
  })
})
