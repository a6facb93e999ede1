import { beforeEach, expect, test } from 'vitest'
import { CallBench } from './testing/call-bench.ts'
import { settle } from './testing/fake-call-clock.ts'

let bench: CallBench
beforeEach(() => {
  bench = new CallBench()
})

test('a second attempt that a listener puts an end to, as it begins, leaves nothing behind', async () => {
  bench.call.subscribe(() => {
    const call = bench.call.getSnapshot()
    if (call.state === 'connecting' && call.attempt === 2) void bench.call.close()
  })
  await bench.start()
  bench.api.sends({ type: 'answer', talkId: 't1', sdp: 'answer' })
  await bench.clock.advance(5_000)
  expect(bench.end).toEqual({ kind: 'ended', reason: 'hungUp' })
  expect(bench.held).toEqual([])
})

test('a socket that the server will not take beside the subscription ends the talk as well', async () => {
  bench.webSocket = true
  await bench.start()
  bench.api.sends({ type: 'answer', talkId: 't1', sdp: 'answer' })
  await bench.clock.advance(2_500)
  bench.peer.socket.says({ type: 'error', code: 'capacityReached', message: 'All lines are busy.' })
  await settle()
  expect(bench.end).toEqual({ kind: 'problem', problem: { type: 'connectionFailed' } })
  expect(bench.log).toContain('talk.end t1')
  expect(bench.held).toEqual([])
})
