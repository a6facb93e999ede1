import { describe, expect, it } from 'vitest'
import { LiveError } from './live-model.ts'
import { livePolicy } from './live-policy.ts'
import {
  afterFailedAttempt,
  backoffMs,
  type FailedAttempt,
  isFinal,
  type ReconnectStep,
} from './reconnect-plan.ts'

const policy = livePolicy.reconnect
const refused = (refusal: NonNullable<LiveError['refusal']>) => new LiveError('refused', 'words', { refusal })
const unreachable = new LiveError('unreachable', 'words')
const first: FailedAttempt = {
  error: unreachable,
  resuming: true,
  handleAttempts: 1,
  attempts: 1,
  outageMs: 100,
}
const retry = (dropHandle: boolean, delayMs: number): ReconnectStep => ({
  type: 'retry',
  dropHandle,
  delayMs,
})

describe('after an attempt to connect that failed', () => {
  it.each<[string, Partial<FailedAttempt>, ReconnectStep]>([
    ['the handle is tried again', {}, retry(false, 250)],
    ['… later each time', { attempts: 3 }, retry(false, 1_000)],
    ['… four times, then given up', { attempts: 4, handleAttempts: 4 }, retry(true, 2_000)],
    ['a refused handle is given up', { error: refused('settings') }, retry(true, 0)],
    ['a handle that the service is silent on is given up', { error: undefined }, retry(true, 0)],
    ['a service that is silent is tried again', { error: undefined, resuming: false }, retry(false, 250)],
  ])('%s', (_words, failed, step) => {
    expect(afterFailedAttempt({ ...first, ...failed }, policy, 0)).toEqual(step)
  })

  it.each([
    { error: refused('settings'), resuming: false },
    { error: refused('key') },
    { error: refused('quota') },
    { outageMs: 30_000 },
    { outageMs: 30_000, error: undefined },
  ])('there is no other one when %o', (failed) => {
    expect(afterFailedAttempt({ ...first, ...failed }, policy, 0).type).toBe('giveUp')
  })

  it('what runs out of time is lost, whatever the last attempt said', () => {
    const step = afterFailedAttempt({ ...first, outageMs: 30_000 }, policy, 0)
    expect(step).toMatchObject({ error: { fault: 'lost' } })
  })
})

describe('the wait between attempts', () => {
  it('doubles up to 4 s, and half of it is left to chance', () => {
    expect([1, 2, 3, 4, 5, 6, 20].map((attempts) => backoffMs(attempts, policy, 0))).toEqual([
      250, 500, 1_000, 2_000, 4_000, 4_000, 4_000,
    ])
    expect(backoffMs(5, policy, 1)).toBe(2_000)
  })
})

describe('the end of an established connection', () => {
  it('is final for a refusal, but not for an argument that it found invalid in mid-talk', () => {
    expect(isFinal(refused('key'))).toBe(true)
    expect(isFinal(refused('settings'))).toBe(false)
    expect(isFinal(new LiveError('lost', 'words'))).toBe(false)
  })
})
