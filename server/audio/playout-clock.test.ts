import { expect, test, vi } from 'vitest'
import { FakeClock } from '../testing/fake-clock.ts'
import { PlayoutClock } from './playout-clock.ts'

function setUp() {
  const clock = new FakeClock()
  const onError = vi.fn<(error: unknown) => void>()
  const playoutClock = new PlayoutClock({ clock, onError })
  /** `tick@ms` as they came. */
  const ticks: string[] = []
  const listen = (name = '') => playoutClock.add((tick) => ticks.push(`${name}${tick}@${clock.nowMs()}`))
  return { clock, onError, playoutClock, ticks, listen }
}

test('every 20 ms there is a tick, and every listener hears it', () => {
  const { clock, ticks, listen } = setUp()
  listen('a')
  clock.advance(30)
  listen('b')
  clock.advance(30)
  expect(ticks).toEqual(['a1@20', 'a2@40', 'b2@40', 'a3@60', 'b3@60'])
})

test('the timer runs only while somebody listens', () => {
  const { clock, ticks, listen } = setUp()
  expect(clock.pendingTimers).toBe(0)
  const first = listen('a')
  const second = listen('b')
  expect(clock.pendingTimers).toBe(1)
  first[Symbol.dispose]()
  first[Symbol.dispose]()
  expect(clock.pendingTimers).toBe(1)
  second[Symbol.dispose]()
  expect(clock.pendingTimers).toBe(0)
  clock.advance(100)
  expect(ticks).toEqual([])
})

test('ticks are counted on while nobody listens, and none of these is made up for', () => {
  const { clock, ticks, listen, playoutClock } = setUp()
  listen()[Symbol.dispose]()
  clock.advance(1010)
  listen()
  clock.advance(30)
  expect(ticks).toEqual(['51@1020', '52@1040'])
  expect(playoutClock.skippedTicks).toBe(0)
})

test('timers that come late do not make the beat drift', () => {
  const { clock, ticks, listen } = setUp()
  listen()
  for (let round = 0; round < 100; round++) {
    clock.stall(7)
    clock.advance(13)
  }
  expect(ticks).toHaveLength(100)
  expect(ticks.at(-1)).toBe('100@2000')
})

test('a timer that comes a little early is taken for its tick, once', () => {
  const clock = new FakeClock()
  const early = { ...forwarding(clock), after: (ms: number, run: () => void) => clock.after(ms - 0.4, run) }
  const playoutClock = new PlayoutClock({ clock: early, onError: vi.fn() })
  const ticks: number[] = []
  playoutClock.add((tick) => ticks.push(tick))
  clock.advance(100)
  expect(ticks).toEqual([1, 2, 3, 4, 5])
})

test('after a delay the missed ticks come at once', () => {
  const { clock, ticks, listen, playoutClock } = setUp()
  listen()
  clock.stall(70)
  clock.advance(20)
  expect(ticks).toEqual(['1@70', '2@70', '3@70', '4@80'])
  expect(playoutClock.skippedTicks).toBe(0)
})

test('after a suspended process only the ten latest ticks come, with the numbers of the wall clock', () => {
  const { clock, ticks, listen, playoutClock } = setUp()
  listen()
  clock.stall(60_000)
  clock.advance(20)
  expect(ticks.slice(0, 2)).toEqual(['2991@60000', '2992@60000'])
  expect(ticks.slice(-2)).toEqual(['3000@60000', '3001@60020'])
  expect(ticks).toHaveLength(11)
  expect(playoutClock.skippedTicks).toBe(2990)
})

test('a listener that throws is reported, and the others still hear the tick', () => {
  const { clock, ticks, listen, onError, playoutClock } = setUp()
  const problem = new Error('no more frames')
  playoutClock.add(() => {
    throw problem
  })
  listen()
  clock.advance(40)
  expect(ticks).toEqual(['1@20', '2@40'])
  expect(onError.mock.calls).toEqual([[problem], [problem]])
})

test('who leaves or joins during a tick: the one hears it no more, the other not yet', () => {
  const { clock, ticks, listen, playoutClock } = setUp()
  let last: Disposable | undefined
  const joining = playoutClock.add(() => {
    joining[Symbol.dispose]()
    last?.[Symbol.dispose]()
    listen('new ')
  })
  last = listen('leaving ')
  clock.advance(40)
  expect(ticks).toEqual(['new 2@40'])
  expect(clock.pendingTimers).toBe(1)
})

test('after the close there is no tick and no timer, whenever it comes and however often', () => {
  const { clock, ticks, listen, playoutClock } = setUp()
  playoutClock.add(() => {
    playoutClock.close()
    playoutClock.close()
  })
  const late = listen()
  clock.advance(100)
  late[Symbol.dispose]()
  listen()
  clock.advance(100)
  expect(ticks).toEqual([])
  expect(clock.pendingTimers).toBe(0)
})

function forwarding(clock: FakeClock) {
  return { nowMs: () => clock.nowMs(), date: () => clock.date() }
}
