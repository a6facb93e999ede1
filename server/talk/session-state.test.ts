import { describe, expect, it } from 'vitest'
import {
  absenceLimitMs,
  initialState,
  nextState,
  type SessionChange,
  type SessionState,
} from './session-state.ts'

const connecting = nextState(initialState, { type: 'answered' })

const stateAfter = (...types: Exclude<SessionChange['type'], 'answered' | 'end'>[]) =>
  types.reduce<SessionState>((state, type) => nextState(state, { type }), connecting)

describe('the state of a talk', () => {
  it.each([
    [stateAfter('mediaUp', 'partnerUp'), 'live'],
    [stateAfter('partnerUp', 'mediaUp'), 'live'],
    [stateAfter('mediaUp'), 'connecting'],
    [stateAfter('mediaUp', 'mediaDown'), 'connecting'],
    [stateAfter('mediaUp', 'partnerUp', 'mediaDown'), 'reconnecting'],
    [stateAfter('mediaUp', 'partnerUp', 'mediaDown', 'partnerDown', 'mediaUp'), 'reconnecting'],
    [stateAfter('mediaUp', 'partnerUp', 'mediaDown', 'mediaUp'), 'live'],
    [stateAfter('mediaUp', 'partnerUp', 'partnerDown', 'partnerUp'), 'live'],
  ])('%o is %s', (state, phase) => {
    expect(state.phase).toBe(phase)
  })

  it('connects once the offer is answered, and only then', () => {
    expect(connecting.phase).toBe('connecting')
    expect(nextState(initialState, { type: 'mediaUp' })).toBe(initialState)
    expect(nextState(initialState, { type: 'end', reason: 'hungUp' }).phase).toBe('ended')
  })

  it('does not change when nothing changed, so that nobody is told twice', () => {
    const live = stateAfter('mediaUp', 'partnerUp')
    expect(nextState(live, { type: 'mediaUp' })).toBe(live)
  })

  it('stays ended, with its first reason', () => {
    const ended = nextState(stateAfter('mediaUp', 'partnerUp'), { type: 'end', reason: 'hungUp' })
    expect(nextState(ended, { type: 'mediaUp' })).toBe(ended)
    expect(nextState(ended, { type: 'end', reason: 'userLost' })).toEqual({
      phase: 'ended',
      reason: 'hungUp',
    })
  })
})

describe('the wait for an absent user', () => {
  const here = { watching: true, left: false }

  it('does not begin while sound comes in, even if nobody reads the events', () => {
    expect(absenceLimitMs(stateAfter('mediaUp'), { watching: false, left: false })).toBeUndefined()
  })

  it('is 30 s without media', () => {
    expect(absenceLimitMs(connecting, here)).toBe(30_000)
    expect(absenceLimitMs(stateAfter('mediaUp', 'partnerUp', 'mediaDown'), here)).toBe(30_000)
  })

  it('is shorter when the client closed its end and reads no events any more', () => {
    expect(absenceLimitMs(connecting, { watching: false, left: true })).toBe(10_000)
    expect(absenceLimitMs(connecting, { watching: true, left: true })).toBe(30_000)
  })

  it('is over with the talk', () => {
    expect(absenceLimitMs({ phase: 'ended', reason: 'hungUp' }, here)).toBeUndefined()
  })
})
