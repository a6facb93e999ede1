import { beforeEach, expect, test } from 'vitest'
import type { KeptTalk } from './kept-talk.ts'
import { CallBench } from './testing/call-bench.ts'
import { settle } from './testing/fake-call-clock.ts'

const kept: KeptTalk = {
  scenarioId: 'sales',
  talkId: 't1',
  lastEventId: 't1.key.7',
  transport: 'webrtc',
  muted: false,
  elapsedMs: 60_000,
}

let bench: CallBench
beforeEach(() => {
  bench = new CallBench()
})

async function resume(change: Partial<KeptTalk> = {}): Promise<void> {
  void bench.call.resume({ ...kept, ...change })
  await settle()
  bench.api.starts()
  await settle()
}

test('a page that departs lets go of everything, tells the server, and keeps what leads back', async () => {
  await bench.goLive()
  await bench.clock.advance(5_000)
  bench.call.setMuted(true)
  expect(bench.call.depart()).toEqual({ ...kept, lastEventId: '3', muted: true, elapsedMs: 5_000 })
  expect(bench.log).toContain('leaveTalkNow t1')
  expect(bench.log.filter((line) => /^(talk\.end|endTalkNow)/.test(line))).toEqual([])
  expect(bench.held).toEqual([])
  expect(bench.call.depart()).toBeUndefined()
})

test('a page that departs before its talk was live ends it', async () => {
  await bench.start()
  bench.api.sends({ type: 'answer', talkId: 't1', sdp: 'answer' })
  expect(bench.call.depart()).toBeUndefined()
  expect(bench.log).toContain('endTalkNow t1')
  expect(bench.held).toEqual([])
})

test('the next page goes on with the talk by a connection of its own, and its time goes on too', async () => {
  await resume()
  expect(bench.state).toBe('reconnecting')
  expect(bench.log).toEqual([
    'server.iceServers',
    'peer.openMicrophone',
    'talk.connect sales t1.key.7',
    'server.iceServers',
    'peer.createOffer 1',
    'talk.restart t1 offer 1',
    'peer.acceptAnswer answer again',
  ])
  bench.peer.becomes('connected')
  expect(bench.state).toBe('live')
  await bench.clock.advance(1_000)
  expect(bench.call.elapsedMs()).toBe(61_000)
  void bench.call.hangUp()
  expect(bench.log).toContain('talk.end t1')
})

test('no connection is offered before the server has handed the talk over', async () => {
  void bench.call.resume(kept)
  await settle()
  expect(bench.log.filter((line) => line.startsWith('talk.restart'))).toEqual([])
  bench.api.starts()
  await settle()
  expect(bench.log).toContain('talk.restart t1 offer 1')
})

test('what was said before comes back, and what is said meanwhile is the newer', async () => {
  const turn = { startMs: 0, endMs: 1, role: 'user' } as const
  bench.api.turns = [
    { ...turn, id: 'a', text: 'Hello' },
    { ...turn, id: 'b', text: 'I sell', startMs: 5 },
  ]
  void bench.call.resume(kept)
  await settle()
  bench.api.starts()
  bench.api.sends({ type: 'transcript', turnId: 'b', text: 'I sell shoes', final: true, ...turn, startMs: 5 })
  await settle()
  expect(bench.call.getSnapshot().captions.map(({ text }) => text)).toEqual(['Hello', 'I sell shoes'])
})

test('a microphone that was muted stays so', async () => {
  await resume({ muted: true })
  expect([bench.peer.muted, bench.call.getSnapshot().muted]).toEqual([true, true])
})

test('a talk that was held by a socket goes on by one at once', async () => {
  bench.webSocket = true
  await resume({ transport: 'websocket' })
  expect(bench.log.filter((line) => line.startsWith('talk.restart'))).toEqual([])
  expect(bench.peer.sockets).toHaveLength(1)
})

test('a talk that has ended meanwhile is told as ended, and nothing is left of the try', async () => {
  await resume()
  bench.api.sends({ type: 'state', state: 'ended', reason: 'talkNotFound' })
  expect(bench.end).toEqual({ kind: 'ended', reason: 'talkNotFound' })
  expect(bench.held).toEqual([])
})

test('a talk that no connection leads back to is given up after 30 s', async () => {
  await resume()
  await bench.clock.advance(30_000)
  expect(bench.end).toEqual({ kind: 'problem', problem: { type: 'connectionLost' } })
  expect(bench.held).toEqual([])
})
