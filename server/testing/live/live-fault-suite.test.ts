import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../store/open-store.ts'
import { openAppStore } from '../test-store.ts'
import { faultTable } from './fault-table.ts'
import { playFault } from './play-fault.ts'

const SPEED = 60
const MAX_DETECTION_MS = 2_500
const MAX_AGAIN_MS = 5_000
/** About a second on a machine with nothing else to do; the clock of the talk waits for one that is busy. */
const TIMEOUT_MS = 60_000

let store: Store
beforeAll(async () => {
  store = await openAppStore()
})
afterAll(() => store[Symbol.asyncDispose]())

describe('a talk whose service has a fault ends as defined, with nothing said twice and nothing left open', () => {
  it.each(faultTable)('$name: $outcome', { timeout: TIMEOUT_MS }, async (fault) => {
    const { outcome, detectedMs, againMs, problems } = await playFault(fault, { speed: SPEED, store })
    expect({ outcome, problems }).toEqual({ outcome: fault.outcome, problems: [] })
    // Times of the talk, whose clock waits for a machine that is busy.
    if (fault.reaction !== 'silence') return
    expect(detectedMs).toBeLessThanOrEqual(MAX_DETECTION_MS)
    expect(againMs).toBeLessThanOrEqual(MAX_AGAIN_MS)
  })
})
