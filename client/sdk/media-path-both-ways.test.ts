import { beforeEach, describe, expect, test } from 'vitest'
import { CallBench } from './testing/call-bench.ts'
import { settle } from './testing/fake-call-clock.ts'

let bench: CallBench
beforeEach(() => {
  bench = new CallBench()
  bench.webSocket = true
})

const count = (line: string) => bench.log.filter((other) => other.startsWith(line)).length

describe('while the socket opens in the place of a connection', () => {
  beforeEach(async () => {
    await bench.goLive()
    await bench.clock.advance(1_000)
    bench.peer.becomes('failed')
    await settle()
  })

  test('that one is left as it is, and a change of the network opens the socket anew', async () => {
    bench.networkChanges()
    await settle()
    bench.peer.silent = true
    await bench.clock.advance(2_500)
    expect([count('peer.openSocket'), count('peer.restartOffer')]).toEqual([2, 0])
  })

  test('the connection may come back by itself, and is then mended as before', async () => {
    bench.peer.becomes('connected')
    expect(bench.call.getSnapshot()).toMatchObject({ state: 'live', transport: 'webrtc' })
    bench.networkChanges()
    await settle()
    expect([count('peer.openSocket'), count('peer.restartOffer')]).toEqual([1, 1])
  })
})

describe('while WebRTC is tried beside the socket', () => {
  beforeEach(async () => {
    await bench.goLive()
    bench.peer.becomes('failed')
    await settle()
    bench.peer.socket.says({ type: 'talk', talkId: 't1' })
    await bench.clock.advance(30_000)
  })

  test('nothing is shown of how far it has come', () => {
    const before = bench.call.getSnapshot()
    bench.peer.becomes('connecting')
    bench.peer.becomes('disconnected')
    expect(bench.call.getSnapshot()).toBe(before)
  })

  test('a change of the network ends the try before the socket is opened anew', async () => {
    bench.networkChanges()
    await settle()
    expect(bench.log.slice(-3)).toEqual(['peer.dropConnection', 'socket.close', 'peer.openSocket talk=t1'])
    bench.peer.socket.says({ type: 'talk', talkId: 't1' })
    await bench.clock.advance(1_000)
    expect([bench.state, bench.peer.offers]).toEqual(['live', 3])
  })

  test('a socket that is gone and does not open again is told, for WebRTC has not taken over', async () => {
    bench.peer.socket.breaks()
    await bench.clock.advance(300)
    expect(bench.state).toBe('live')
    bench.peer.socket.breaks()
    expect(bench.state).toBe('reconnecting')
  })
})
