import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ramp, setUp } from './fixtures/pulled-playout.ts'
import { Playout } from './playout.ts'

/** Plays turns whose messages come in real time, each late by so much; a tick is every 20 ms. */
function playing(messages: readonly { ms: number; lateMs: number }[]) {
  const playout = new Playout({ onTurnStarted: () => {}, onTurnFinished: () => {} })
  let nowMs = 0
  const turn = (turnId: string, phaseMs: number) => {
    const startMs = nowMs + phaseMs
    let saidMs = 0
    let previousMs = 0
    const arrivals = messages.map(({ ms, lateMs }, index) => {
      // In order, as on a socket; the first one sets the time.
      previousMs = index === 0 ? startMs : Math.max(previousMs, startMs + saidMs + lateMs)
      saidMs += ms
      return { atMs: previousMs, ms }
    })
    let written = 0
    for (const until = startMs + saidMs + 1_000; nowMs < until; nowMs += 20) {
      for (let next = arrivals[written]; next && next.atMs <= nowMs; next = arrivals[++written])
        playout.write(turnId, ramp(next.ms), next.atMs)
      if (written === arrivals.length) playout.endTurn(turnId)
      playout.pullFrame(nowMs)
    }
  }
  return { playout, turn }
}

test('a turn that runs dry gathers as much again, and the gap is counted once', () => {
  const { playout, events, write, pull } = setUp()
  write('a', ramp(60))
  expect(pull(5)).toBe('Aaa--')
  write('a', ramp(40))
  expect(pull(2)).toBe('--')
  expect(playout.underruns).toBe(0)
  write('a', ramp(20))
  expect(pull(3)).toBe('aaa')
  expect(playout.underruns).toBe(1)
  playout.endTurn('a')
  pull(1)
  expect(events).toEqual(['a started', 'a finished after 120'])
})

test('after a turn that came unevenly the next one waits for as long as would have been enough', () => {
  const { playout, write, pull } = setUp()
  write('a', ramp(40))
  expect(pull(4)).toBe('Aa--')
  write('a', ramp(40))
  playout.endTurn('a')
  expect(pull(3)).toBe('aa-')
  expect(playout.underruns).toBe(1)
  write('b', ramp(40))
  expect(pull(4)).toBe('--Bb')
  write('b', ramp(40))
  expect(pull(1)).toBe('b')
  expect(playout.underruns).toBe(1)
})

test('even turns are waited for less and less, down to nothing', () => {
  const { playout, write, pull } = setUp()
  write('a', ramp(20))
  pull(11)
  write('a', ramp(20))
  playout.endTurn('a')
  pull(2)
  const waits = Array.from({ length: 9 }, (_, turn) => {
    write(`t${turn}`, ramp(20))
    let ticks = 0
    while (pull(1) === '-') ticks++
    playout.endTurn(`t${turn}`)
    pull(1)
    return ticks
  })
  expect(waits).toEqual([10, 5, 2, 1, 1, 0, 0, 0, 0])
})

test('turns whose sound comes as unevenly as that of the one before are whole', () => {
  const messages = fc.array(
    fc.record({ ms: fc.integer({ min: 1, max: 250 }), lateMs: fc.integer({ min: 0, max: 180 }) }),
    { minLength: 1, maxLength: 20 },
  )
  fc.assert(
    fc.property(messages, fc.integer({ min: 0, max: 19 }), (uneven, phaseMs) => {
      const { playout, turn } = playing(uneven)
      turn('a', 0)
      const before = playout.underruns
      turn('b', phaseMs)
      expect(playout.underruns).toBe(before)
      expect(playout.heardMs('b')).toBe(Math.ceil(uneven.reduce((sum, { ms }) => sum + ms, 0) / 20) * 20)
    }),
  )
})

test('a turn that was cut short while it was dry leaves no underrun, and the next one starts at once', () => {
  const { playout, write, pull } = setUp()
  write('a', ramp(60))
  expect(pull(5)).toBe('Aaa--')
  playout.clear()
  write('b', ramp(40))
  expect(pull(2)).toBe('Bb')
  expect(playout.underruns).toBe(0)
})

test('what a turn was short of counts although it was cut short', () => {
  const { playout, write, pull } = setUp()
  write('a', ramp(40))
  pull(4)
  write('a', ramp(100))
  pull(4)
  expect(playout.clear()).toHaveLength(1)
  expect(playout.underruns).toBe(1)
  write('b', ramp(40))
  expect(pull(3)).toBe('--B')
})
