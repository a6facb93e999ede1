import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ramp, setUp } from './fixtures/pulled-playout.ts'

test('sound of any length comes out as frames, sample by sample the same', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1500 }), { maxLength: 20 }), (lengths) => {
      const { playout, write, pullFrame } = setUp()
      let written = 0
      for (const length of lengths) {
        write(
          'a',
          Int16Array.from({ length }, (_, index) => written + index + 1),
        )
        written += length
      }
      playout.endTurn('a')
      const heard: number[] = []
      for (let next = pullFrame(); next; next = pullFrame()) {
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

test('the first turn starts with its first message, and finishes when its last frame was heard', () => {
  const { events, write, pull, playout } = setUp()
  write('a', ramp(40))
  expect(events).toEqual([])
  expect(pull(1)).toBe('A')
  expect(events).toEqual(['a started'])
  write('a', ramp(20))
  playout.endTurn('a')
  expect(pull(2)).toBe('aa')
  expect(events).toEqual(['a started'])
  expect(pull(2)).toBe('--')
  expect(events).toEqual(['a started', 'a finished after 60'])
  expect(playout.underruns).toBe(0)
})

test('a turn shorter than a frame starts as soon as its end is known', () => {
  const { playout, events, write, pull } = setUp()
  write('a', ramp(10))
  expect(pull(2)).toBe('--')
  playout.endTurn('a')
  expect(pull(2)).toBe('A-')
  expect(events).toEqual(['a started', 'a finished after 20'])
})

test('a tail shorter than a frame is filled up with silence', () => {
  const { playout, events, write, pull, pullFrame } = setUp()
  write('a', ramp(5))
  playout.endTurn('a')
  const frame = pullFrame()?.frame ?? expect.fail('no frame')
  expect([...frame.subarray(0, 120)]).toEqual([...ramp(5)])
  expect(frame.subarray(120).every((sample) => sample === 0)).toBe(true)
  expect(pull(1)).toBe('-')
  expect(events).toEqual(['a started', 'a finished after 20'])
})

test('a tail that is known to be one leaves no gap', () => {
  const { playout, write, pull } = setUp()
  write('a', ramp(70))
  pull(1)
  playout.endTurn('a')
  expect(pull(4)).toBe('aaa-')
  expect(playout.underruns).toBe(0)
})

test('the tail waits for its turn to end, since more may follow', () => {
  const { playout, write, pull } = setUp()
  write('a', ramp(70))
  expect(pull(5)).toBe('Aaa--')
  write('a', ramp(10, 5000))
  expect(pull(1)).toBe('-')
  playout.endTurn('a')
  expect(pull(2)).toBe('a-')
  expect(playout.heardMs('a')).toBe(80)
})

test('a turn whose end is told late has no gap', () => {
  const { playout, events, write, pull } = setUp()
  write('a', ramp(60))
  expect(pull(10)).toBe('Aaa-------')
  playout.endTurn('a')
  expect(pull(1)).toBe('-')
  expect(playout.underruns).toBe(0)
  expect(events).toEqual(['a started', 'a finished after 60'])
})

test('two turns back to back follow without a gap', () => {
  const { playout, events, write, pull } = setUp()
  write('a', ramp(60))
  playout.endTurn('a')
  write('b', ramp(60))
  playout.endTurn('b')
  expect(pull(7)).toBe('AaaBbb-')
  expect(events).toEqual(['a started', 'a finished after 60', 'b started', 'b finished after 60'])
})

test('a turn whose end nobody told does not hold up the next one', () => {
  const { events, write, pull } = setUp()
  write('a', ramp(70))
  pull(4)
  write('b', ramp(60))
  expect(pull(4)).toBe('aBbb')
  expect(events).toEqual(['a started', 'a finished after 80', 'b started'])
})

test('an interruption drops everything that was not sent, and says what', () => {
  const { playout, events, write, pull } = setUp()
  write('a', ramp(100))
  write('b', ramp(30))
  pull(2)
  expect(playout.queuedMs).toBe(90)
  expect(playout.clear()).toEqual([
    { turnId: 'a', heardMs: 40, droppedMs: 60 },
    { turnId: 'b', heardMs: 0, droppedMs: 30 },
  ])
  expect(playout.queuedMs).toBe(0)
  expect(pull(5)).toBe('-----')
  expect(playout.heardMs('a')).toBe(40)
  expect(events).toEqual(['a started'])
})

test('interrupted before any sound, and twice: there is nothing to drop', () => {
  const { playout, events, write, pull } = setUp()
  expect(playout.clear()).toEqual([])
  write('a', ramp(20))
  expect(playout.clear()).toEqual([{ turnId: 'a', heardMs: 0, droppedMs: 20 }])
  expect(playout.clear()).toEqual([])
  expect(pull(2)).toBe('--')
  expect(events).toEqual([])
})

test('interrupted in the middle of its last frame a turn counts as cut short, with nothing dropped', () => {
  const { playout, events, write, pull } = setUp()
  write('a', ramp(60))
  playout.endTurn('a')
  pull(3)
  expect(playout.clear()).toEqual([{ turnId: 'a', heardMs: 60, droppedMs: 0 }])
  pull(1)
  expect(events).toEqual(['a started'])
})

test('what the caller still writes of an interrupted turn is played: to leave it out is up to the caller', () => {
  const { playout, events, write, pull } = setUp()
  write('a', ramp(60))
  pull(2)
  playout.clear()
  playout.endTurn('a')
  write('a', ramp(60))
  playout.endTurn('a')
  expect(pull(4)).toBe('Aaa-')
  expect(playout.heardMs('a')).toBe(100)
  expect(events).toEqual(['a started', 'a started', 'a finished after 100'])
})

test('the end of a turn that has no sound, or is over, is nothing', () => {
  const { playout, events, write, pull } = setUp()
  playout.endTurn('a')
  write('a', new Int16Array())
  playout.endTurn('a')
  expect(pull(2)).toBe('--')
  write('a', ramp(60))
  playout.endTurn('a')
  pull(4)
  playout.endTurn('a')
  expect(pull(2)).toBe('--')
  expect(events).toEqual(['a started', 'a finished after 60'])
})

test('a write that the queue has no room for is refused whole and counted, and what waits stays', () => {
  const { playout, write, pull } = setUp({ maxQueuedMs: 100 })
  expect(write('a', ramp(80))).toBe(true)
  expect(write('b', ramp(21))).toBe(false)
  expect(write('b', ramp(21))).toBe(false)
  expect(playout.refusedWrites).toBe(2)
  expect(write('b', ramp(20))).toBe(true)
  playout.endTurn('b')
  expect(pull(6)).toBe('AaaaB-')
  expect(write('c', ramp(100))).toBe(true)
})

test('two minutes fit by default', () => {
  const { playout, write } = setUp()
  for (let second = 0; second < 120; second++) expect(write('a', ramp(1000))).toBe(true)
  expect(playout.queuedMs).toBe(120_000)
  expect(write('a', ramp(1))).toBe(false)
})

test('an interruption from within an event leaves the frame that is going out', () => {
  const { playout, write, pull } = setUp({ onTurnStarted: () => expect(playout.clear()).toHaveLength(1) })
  write('a', ramp(60))
  expect(pull(2)).toBe('A-')
  expect(playout.heardMs('a')).toBe(20)
})

test('heard times of a long talk do not pile up', () => {
  const { playout, write, pull } = setUp()
  for (let turn = 0; turn < 200; turn++) {
    write(`t${turn}`, ramp(20))
    playout.endTurn(`t${turn}`)
    pull(2)
  }
  expect(playout.heardMs('t0')).toBe(0)
  expect(playout.heardMs('t199')).toBe(20)
  expect(playout.heardMs('t150')).toBe(20)
})
