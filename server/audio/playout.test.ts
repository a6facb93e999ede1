import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Playout, type PlayoutOptions } from './playout.ts'

const SAMPLES_PER_MS = 24

function setUp(options: Partial<PlayoutOptions> = {}) {
  const events: string[] = []
  const playout = new Playout({
    onTurnStarted: (turnId) => events.push(`${turnId} started`),
    onTurnFinished: (turnId, heardMs) => events.push(`${turnId} finished after ${heardMs}`),
    ...options,
  })
  return { playout, events }
}

/** Sound that says with each sample where it stands. */
function ramp(ms: number, from = 1): Int16Array {
  return Int16Array.from({ length: ms * SAMPLES_PER_MS }, (_, index) => from + index)
}

/** What so many ticks give: `a` a frame of that turn, `A` its first, `-` nothing. */
function pull(playout: Playout, ticks: number): string {
  let pulled = ''
  for (let tick = 0; tick < ticks; tick++) {
    const next = playout.pullFrame()
    pulled += next === null ? '-' : next.first ? next.turnId.toUpperCase() : next.turnId
  }
  return pulled
}

test('sound of any length comes out as frames, sample by sample the same', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1500 }), { maxLength: 20 }), (lengths) => {
      const { playout } = setUp()
      let written = 0
      for (const length of lengths) {
        playout.write(
          'a',
          Int16Array.from({ length }, (_, index) => written + index + 1),
        )
        written += length
      }
      playout.endTurn('a')
      const heard: number[] = []
      for (let next = playout.pullFrame(); next; next = playout.pullFrame()) {
        expect(next.frame).toHaveLength(480)
        heard.push(...next.frame)
      }
      expect(heard.slice(0, written)).toEqual(Array.from({ length: written }, (_, index) => index + 1))
      expect(heard.slice(written).every((sample) => sample === 0)).toBe(true)
      expect(heard.length - written).toBeLessThan(480)
      expect(playout.heardMs('a')).toBe((heard.length / 480) * 20)
    }),
  )
})

test('a turn starts when 60 ms are there, and finishes when its last frame was heard', () => {
  const { playout, events } = setUp()
  playout.write('a', ramp(40))
  expect(pull(playout, 3)).toBe('---')
  playout.write('a', ramp(20))
  expect(events).toEqual([])
  expect(pull(playout, 2)).toBe('Aa')
  expect(events).toEqual(['a started'])
  playout.endTurn('a')
  expect(pull(playout, 1)).toBe('a')
  expect(events).toEqual(['a started'])
  expect(pull(playout, 2)).toBe('--')
  expect(events).toEqual(['a started', 'a finished after 60'])
  expect(playout.underruns).toBe(0)
})

test('a turn shorter than the start buffer starts as soon as its end is known', () => {
  const { playout, events } = setUp()
  playout.write('a', ramp(20))
  expect(pull(playout, 2)).toBe('--')
  playout.endTurn('a')
  expect(pull(playout, 2)).toBe('A-')
  expect(events).toEqual(['a started', 'a finished after 20'])
})

test('a tail shorter than a frame is filled up with silence', () => {
  const { playout, events } = setUp()
  playout.write('a', ramp(5))
  playout.endTurn('a')
  const frame = playout.pullFrame()?.frame ?? expect.fail('no frame')
  expect([...frame.subarray(0, 120)]).toEqual([...ramp(5)])
  expect(frame.subarray(120).every((sample) => sample === 0)).toBe(true)
  expect(pull(playout, 1)).toBe('-')
  expect(events).toEqual(['a started', 'a finished after 20'])
})

test('a tail that is known to be one leaves no gap', () => {
  const { playout } = setUp()
  playout.write('a', ramp(70))
  pull(playout, 1)
  playout.endTurn('a')
  expect(pull(playout, 4)).toBe('aaa-')
  expect(playout.underruns).toBe(0)
})

test('the tail waits for its turn to end, since more may follow', () => {
  const { playout } = setUp()
  playout.write('a', ramp(70))
  expect(pull(playout, 5)).toBe('Aaa--')
  playout.write('a', ramp(10, 5000))
  expect(pull(playout, 1)).toBe('-')
  playout.endTurn('a')
  expect(pull(playout, 2)).toBe('a-')
  expect(playout.heardMs('a')).toBe(80)
})

test('a turn that runs dry gathers as much again, and the gap is counted once', () => {
  const { playout, events } = setUp()
  playout.write('a', ramp(60))
  expect(pull(playout, 5)).toBe('Aaa--')
  playout.write('a', ramp(40))
  expect(pull(playout, 2)).toBe('--')
  expect(playout.underruns).toBe(0)
  playout.write('a', ramp(20))
  expect(pull(playout, 3)).toBe('aaa')
  expect(playout.underruns).toBe(1)
  playout.endTurn('a')
  pull(playout, 1)
  expect(events).toEqual(['a started', 'a finished after 120'])
})

test('a turn whose end is told late has no gap', () => {
  const { playout, events } = setUp()
  playout.write('a', ramp(60))
  expect(pull(playout, 10)).toBe('Aaa-------')
  playout.endTurn('a')
  expect(pull(playout, 1)).toBe('-')
  expect(playout.underruns).toBe(0)
  expect(events).toEqual(['a started', 'a finished after 60'])
})

test('two turns back to back follow without a gap', () => {
  const { playout, events } = setUp()
  playout.write('a', ramp(60))
  playout.endTurn('a')
  playout.write('b', ramp(60))
  playout.endTurn('b')
  expect(pull(playout, 7)).toBe('AaaBbb-')
  expect(events).toEqual(['a started', 'a finished after 60', 'b started', 'b finished after 60'])
})

test('the next turn waits for its own start buffer', () => {
  const { playout } = setUp()
  playout.write('a', ramp(60))
  playout.endTurn('a')
  playout.write('b', ramp(20))
  expect(pull(playout, 5)).toBe('Aaa--')
  playout.write('b', ramp(40))
  expect(pull(playout, 3)).toBe('Bbb')
})

test('a turn whose end nobody told does not hold up the next one', () => {
  const { playout, events } = setUp()
  playout.write('a', ramp(70))
  pull(playout, 4)
  playout.write('b', ramp(60))
  expect(pull(playout, 4)).toBe('aBbb')
  expect(events).toEqual(['a started', 'a finished after 80', 'b started'])
})

test('an interruption drops everything that was not sent, and says what', () => {
  const { playout, events } = setUp()
  playout.write('a', ramp(100))
  playout.write('b', ramp(30))
  pull(playout, 2)
  expect(playout.queuedMs).toBe(90)
  expect(playout.clear()).toEqual([
    { turnId: 'a', heardMs: 40, droppedMs: 60 },
    { turnId: 'b', heardMs: 0, droppedMs: 30 },
  ])
  expect(playout.queuedMs).toBe(0)
  expect(pull(playout, 5)).toBe('-----')
  expect(playout.heardMs('a')).toBe(40)
  expect(events).toEqual(['a started'])
})

test('interrupted before any sound, and twice: there is nothing to drop', () => {
  const { playout, events } = setUp()
  expect(playout.clear()).toEqual([])
  playout.write('a', ramp(20))
  expect(playout.clear()).toEqual([{ turnId: 'a', heardMs: 0, droppedMs: 20 }])
  expect(playout.clear()).toEqual([])
  expect(pull(playout, 2)).toBe('--')
  expect(events).toEqual([])
})

test('interrupted in the middle of its last frame a turn counts as cut short, with nothing dropped', () => {
  const { playout, events } = setUp()
  playout.write('a', ramp(60))
  playout.endTurn('a')
  pull(playout, 3)
  expect(playout.clear()).toEqual([{ turnId: 'a', heardMs: 60, droppedMs: 0 }])
  pull(playout, 1)
  expect(events).toEqual(['a started'])
})

test('after an interruption the next turn starts with a buffer of its own and no underrun', () => {
  const { playout } = setUp()
  playout.write('a', ramp(60))
  pull(playout, 5)
  playout.clear()
  playout.write('b', ramp(40))
  expect(pull(playout, 1)).toBe('-')
  playout.write('b', ramp(20))
  expect(pull(playout, 3)).toBe('Bbb')
  expect(playout.underruns).toBe(0)
})

test('what the caller still writes of an interrupted turn is played: to leave it out is up to the caller', () => {
  const { playout, events } = setUp()
  playout.write('a', ramp(60))
  pull(playout, 2)
  playout.clear()
  playout.endTurn('a')
  playout.write('a', ramp(60))
  playout.endTurn('a')
  expect(pull(playout, 4)).toBe('Aaa-')
  expect(playout.heardMs('a')).toBe(100)
  expect(events).toEqual(['a started', 'a started', 'a finished after 100'])
})

test('the end of a turn that has no sound, or is over, is nothing', () => {
  const { playout, events } = setUp()
  playout.endTurn('a')
  playout.write('a', new Int16Array())
  playout.endTurn('a')
  expect(pull(playout, 2)).toBe('--')
  playout.write('a', ramp(60))
  playout.endTurn('a')
  pull(playout, 4)
  playout.endTurn('a')
  expect(pull(playout, 2)).toBe('--')
  expect(events).toEqual(['a started', 'a finished after 60'])
})

test('a write that the queue has no room for is refused whole and counted, and what waits stays', () => {
  const { playout } = setUp({ maxQueuedMs: 100 })
  expect(playout.write('a', ramp(80))).toBe(true)
  expect(playout.write('b', ramp(21))).toBe(false)
  expect(playout.write('b', ramp(21))).toBe(false)
  expect(playout.refusedWrites).toBe(2)
  expect(playout.write('b', ramp(20))).toBe(true)
  playout.endTurn('b')
  expect(pull(playout, 6)).toBe('AaaaB-')
  expect(playout.write('c', ramp(100))).toBe(true)
})

test('two minutes fit by default', () => {
  const { playout } = setUp()
  for (let second = 0; second < 120; second++) expect(playout.write('a', ramp(1000))).toBe(true)
  expect(playout.queuedMs).toBe(120_000)
  expect(playout.write('a', ramp(1))).toBe(false)
})

test('an interruption from within an event leaves the frame that is going out', () => {
  const { playout } = setUp({ onTurnStarted: () => expect(playout.clear()).toHaveLength(1) })
  playout.write('a', ramp(60))
  expect(pull(playout, 2)).toBe('A-')
  expect(playout.heardMs('a')).toBe(20)
})

test('heard times of a long talk do not pile up', () => {
  const { playout } = setUp()
  for (let turn = 0; turn < 200; turn++) {
    playout.write(`t${turn}`, ramp(20))
    playout.endTurn(`t${turn}`)
    pull(playout, 2)
  }
  expect(playout.heardMs('t0')).toBe(0)
  expect(playout.heardMs('t199')).toBe(20)
  expect(playout.heardMs('t150')).toBe(20)
})
