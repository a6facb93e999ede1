import { describe, expect, it } from 'vitest'
import { InboundLimits } from './inbound-limits.ts'

const FRAME_BYTES = 640

describe('what a socket may send', () => {
  it('is all of a voice in real time, for ever', () => {
    const limits = new InboundLimits(0)
    for (let ms = 0; ms < 60_000; ms += 20) {
      expect(limits.takeFrame(FRAME_BYTES, ms)).toBe(true)
      expect(limits.takeSound(FRAME_BYTES, ms)).toBe(true)
    }
  })

  it('is two seconds of sound at once after a stall, and no flood of it', () => {
    const limits = new InboundLimits(0)
    const passed = Array.from({ length: 1_000 }, () => limits.takeSound(FRAME_BYTES, 0)).filter(Boolean)
    expect(passed.length * FRAME_BYTES).toBe(128_000)
    expect(limits.refusedSound).toBe(1_000 - passed.length)
    expect(limits.takeSound(FRAME_BYTES, 20)).toBe(true)
  })

  it.each([
    ['of small frames', 1, 1_000],
    ['of large ones', 1_048_576, 4],
  ])('is a burst %s, and then no more than a browser could mean', (_, bytes, burst) => {
    const limits = new InboundLimits(0)
    const passed = Array.from({ length: 2 * burst }, () => limits.takeFrame(bytes, 0)).filter(Boolean)
    expect(passed).toHaveLength(burst)
    expect(limits.takeFrame(bytes, 10_000)).toBe(true)
  })
})
