import { describe, expect, it } from 'vitest'
import { formatTables, isMet, quantile } from './measurement.ts'

describe('a measurement', () => {
  it('takes quantiles by nearest rank', () => {
    const samples = Array.from({ length: 20 }, (_, i) => 20 - i)
    expect([0.5, 0.95, 1].map((share) => quantile(samples, share))).toEqual([10, 19, 20])
  })

  it('is met or missed at its bound, and neither without one', () => {
    const met = (value: number, target?: { atMost: number } | { atLeast: number }) =>
      isMet({ name: '', unit: '', value, ...(target ? { target } : {}) })
    expect([met(5, { atMost: 5 }), met(6, { atMost: 5 }), met(5, { atLeast: 6 }), met(5)]).toEqual([
      true,
      false,
      false,
      undefined,
    ])
  })

  it('stands in the table beside its target', () => {
    const table = formatTables([{ name: 'connect p95', value: 1600, unit: 'ms', target: { atMost: 1500 } }])
    expect(table).toContain('connect p95  1600 ms   at most 1500  MISSED')
  })

  it('that is promised stands before those that are only for knowing', () => {
    const [promised, others] = formatTables([
      { name: 'waits', value: 12, unit: 'ms' },
      { name: 'met', value: 1, unit: 'ms', target: { atMost: 2 } },
    ]).split('\n\n')
    expect(promised).toMatch(/met .* met$/)
    expect(others).toMatch(/waits +12 ms$/)
  })
})
