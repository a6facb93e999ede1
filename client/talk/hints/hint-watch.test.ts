import { expect, test } from 'vitest'
import { CallBench } from '../../sdk/testing/call-bench.ts'
import type { Hint } from './hint.ts'
import { HintWatch } from './hint-watch.ts'

/** A talk in which the partner has just finished. */
async function setUp() {
  const bench = new CallBench()
  const { call, clock, api } = bench
  await bench.goLive()
  const timersBefore = clock.pending
  const told: (Hint | undefined)[] = []
  const scenario = { minutes: 60, locale: 'ja-JP' } as const
  const watch = new HintWatch({ call, clock, scenario, onHint: (hint) => told.push(hint) })
  const speaking = (role: 'user' | 'partner', active: boolean) =>
    api.sends({ type: 'speaking', role, active, atMs: 0 })
  speaking('partner', true)
  const words = { turnId: 'p1', role: 'partner', text: 'はい、佐藤です。', startMs: 0, endMs: 0 } as const
  api.sends({ type: 'transcript', ...words, final: true })
  speaking('partner', false)
  return { bench, clock, watch, told, speaking, timersBefore }
}

test('a silence is told when it is long enough, and no longer once somebody speaks', async () => {
  const { bench, clock, watch, told, speaking } = await setUp()
  watch.hold(false)
  await clock.advance(6_900)
  expect(told).toEqual([])
  await clock.advance(1_100)
  expect(told).toEqual(['silence'])
  speaking('user', true)
  expect(told).toEqual(['silence', undefined])
  watch.close()
  await bench.call.close()
})

test('while it is held, and from the moment at which it is, nothing is to be seen', async () => {
  const { bench, clock, watch, told } = await setUp()
  await clock.advance(9_000)
  expect(told).toEqual([])
  watch.hold(false)
  expect(told).toEqual(['silence'])
  watch.hold(true)
  expect(told).toEqual(['silence', undefined])
  watch.close()
  await bench.call.close()
})

test('a line that is lost takes the hint away', async () => {
  const { bench, clock, watch, told } = await setUp()
  watch.hold(false)
  await clock.advance(8_000)
  bench.api.sends({ type: 'state', state: 'reconnecting' })
  expect(told).toEqual(['silence', undefined])
  watch.close()
  await bench.call.close()
})

test('closed, it tells nothing any more and holds no timer, also when it is closed twice', async () => {
  const { bench, clock, watch, told, speaking, timersBefore } = await setUp()
  watch.hold(false)
  await clock.advance(8_000)
  expect(clock.pending).toBe(timersBefore + 1)
  watch.close()
  watch.close()
  expect(clock.pending).toBe(timersBefore)
  speaking('user', true)
  await clock.advance(20_000)
  expect(told).toEqual(['silence'])
  await bench.call.close()
})
