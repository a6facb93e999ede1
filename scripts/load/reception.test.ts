import { expect, it } from 'vitest'
import { Reception } from './reception.ts'

const TICKS_PER_PACKET = 960

/** Packets of 20 ms, each so many ms after it was sent. */
function received(delaysMs: readonly number[], firstTimestamp = 0): Reception {
  const reception = new Reception()
  for (const [i, delayMs] of delaysMs.entries()) {
    reception.hear((firstTimestamp + i * TICKS_PER_PACKET) >>> 0, 1_000 + i * 20 + delayMs)
  }
  return reception
}

it('of even packets has neither jitter nor gaps, over the end of the timestamp too', () => {
  expect(received([])).toMatchObject({ gaps: 0, jitterMs: undefined })
  const even = Array.from({ length: 100 }, () => 5)
  expect(received(even, 2 ** 32 - 20_000)).toMatchObject({ packets: 100, gaps: 0, jitterMs: 0 })
})

it('counts a gap once, however long it is, and none where a packet is a little late', () => {
  expect(received([0, 0, 59, 0, 0]).gaps).toBe(0)
  expect(received([0, 0, 200, 180, 160, 0, 0, 90, 0]).gaps).toBe(2)
})

it('measures against the fastest packet, though the first was slow', () => {
  expect(received([50, 0, 0, 70, 0]).gaps).toBe(1)
})

it('takes the jitter from RFC 3550: a sixteenth of each new difference', () => {
  expect(received([0, 16]).jitterMs).toBe(1)
  expect(received([0, 16, 0]).jitterMs).toBe(1 + 15 / 16)
})
