import { describe, expect, it } from 'vitest'
import type { Delivery } from '../../shared/delivery.ts'
import { paceMeter, responseDelays, speakingSlices } from './delivery-series.ts'

const delivery: Delivery = {
  basis: 'audio',
  durationMs: 70_000,
  speakingOverTime: { sliceMs: 30_000, user: [15_000, 0, 5_000], partner: [6_000, 30_000, 20_000] },
  fillers: { count: 0, words: [] },
  responseDelays: {
    turns: [
      { turnId: 'u1', delayMs: 1_234 },
      { turnId: 'gone', delayMs: -300 },
    ],
  },
}

describe('the figures of a delivery', () => {
  it('are shares of each slice, of the short last one too', () => {
    expect(speakingSlices(delivery)).toEqual([
      { at: '0:00', user: 50, partner: 20 },
      { at: '0:30', user: 0, partner: 100 },
      { at: '1:00', user: 50, partner: 100 },
    ])
  })

  it('are none where nothing was measured', () => {
    const { speakingOverTime: _, ...unmeasured } = delivery
    expect(speakingSlices(unmeasured)).toEqual([])
  })

  it('tell each delay by the moment at which the answer began', () => {
    const transcript = [{ id: 'u1', role: 'user' as const, text: '', startMs: 65_000, endMs: 66_000 }]
    expect(responseDelays(delivery, transcript)).toEqual([
      { at: '1:05', turnId: 'u1', seconds: 1.2 },
      { at: '0:00', turnId: 'gone', seconds: -0.3 },
    ])
  })

  it('hold a pace to the usual one of its language, and an estimate to none', () => {
    expect(paceMeter({ perMinute: 470, unit: 'morae' })).toEqual({ percent: 50, usual: 470 })
    expect(paceMeter({ perMinute: 9_000, unit: 'syllables' })?.percent).toBe(100)
    expect(paceMeter({ perMinute: 200, unit: 'envelopePeaks' })).toBeUndefined()
  })
})
