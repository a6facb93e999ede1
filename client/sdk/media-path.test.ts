import { beforeEach, describe, expect, test } from 'vitest'
import { CallBench } from './testing/call-bench.ts'
import { settle } from './testing/fake-call-clock.ts'

let bench: CallBench
beforeEach(() => {
  bench = new CallBench()
  bench.webSocket = true
})

const transport = () => bench.call.getSnapshot().transport
const lines = (start: string) => bench.log.filter((line) => line.startsWith(start))
const lost = { kind: 'problem', problem: { type: 'connectionLost' } }

async function answer(talkId = 't1'): Promise<void> {
  bench.api.sends({ type: 'answer', talkId, sdp: 'answer' })
  await settle()
}

/** The socket is open, and its server has spoken. */
async function socketComesUp(talkId = 't1'): Promise<void> {
  await settle()
  bench.peer.socket.says({ type: 'talk', talkId })
}

/** A live talk that had to take the socket. */
async function goLiveBySocket(): Promise<void> {
  await bench.goLive()
  bench.peer.becomes('failed')
  await socketComesUp()
}

describe('a network that lets no WebRTC through', () => {
  test('is noticed 2.5 s after the answer, and the same talk goes on by the socket', async () => {
    await bench.start()
    await answer()
    await bench.clock.advance(2_499)
    expect(bench.peer.sockets).toHaveLength(0)
    await bench.clock.advance(1)
    expect(lines('peer.openSocket')).toEqual(['peer.openSocket talk=t1'])
    expect([bench.state, transport()]).toEqual(['connecting', 'webrtc'])
    await socketComesUp()
    bench.api.sends({ type: 'state', state: 'live' })
    expect(bench.call.getSnapshot()).toMatchObject({ state: 'live', transport: 'websocket', talkId: 't1' })
    expect(lines('talk.connect')).toHaveLength(1)
    expect(bench.log).toContain('peer.dropConnection')
  })

  test('is believed at once when the browser says failed', async () => {
    await bench.start()
    await answer()
    bench.peer.becomes('failed')
    await settle()
    expect(lines('peer.openSocket')).toHaveLength(1)
  })

  test('was only slow: a connection that comes while the socket opens is taken', async () => {
    await bench.start()
    await answer()
    await bench.clock.advance(2_500)
    bench.peer.becomes('connected')
    bench.api.sends({ type: 'state', state: 'live' })
    expect([bench.state, transport(), bench.peer.socket.closes]).toEqual(['live', 'webrtc', 1])
  })

  test('and that holds up sockets too: two attempts, then plain words and the microphone back', async () => {
    await bench.start()
    for (const talkId of ['t1', 't2']) {
      await answer(talkId)
      await bench.clock.advance(2_500)
      bench.peer.socket.breaks()
      await bench.clock.advance(300)
      bench.peer.socket.breaks()
      await settle()
    }
    expect(bench.end).toEqual({ kind: 'problem', problem: { type: 'connectionFailed' } })
    expect(lines('talk.end')).toEqual(['talk.end t1', 'talk.end t2'])
    expect(bench.held).toEqual([])
  })

  test('and whose sockets open but never speak: the same', async () => {
    await bench.start()
    for (const talkId of ['t1', 't2']) {
      await answer(talkId)
      await bench.clock.advance(2_500 + 3_000 + 300 + 3_000)
    }
    expect(bench.end).toEqual({ kind: 'problem', problem: { type: 'connectionFailed' } })
    expect(bench.held).toEqual([])
  })

  test('leaves nothing behind when the user gives up while the socket opens', async () => {
    await bench.start()
    await answer()
    await bench.clock.advance(2_500)
    await bench.call.close()
    expect(bench.held).toEqual([])
  })
})

describe('a connection that is cut in mid-talk', () => {
  test('is noticed after 3 s in which nothing came, though no state says so', async () => {
    await bench.goLive()
    await bench.clock.advance(10_000)
    expect(bench.peer.sockets).toHaveLength(0)
    bench.peer.silent = true
    await bench.clock.advance(2_500)
    expect(bench.state).toBe('live')
    await bench.clock.advance(1_000)
    expect(bench.state).toBe('reconnecting')
    await socketComesUp()
    expect(bench.call.getSnapshot()).toMatchObject({ state: 'live', transport: 'websocket', talkId: 't1' })
    expect(lines('talk.connect')).toHaveLength(1)
  })

  test('keeps its captions, and takes each event once', async () => {
    await goLiveBySocket()
    const words = { type: 'transcript', turnId: 'a', role: 'partner', text: 'Yes', final: true } as const
    bench.api.sends({ ...words, startMs: 0, endMs: 1 })
    bench.peer.socket.says({ type: 'notice', code: 'twice', message: '' })
    expect(bench.call.getSnapshot().captions).toHaveLength(1)
    expect(bench.call.getSnapshot().notices).toEqual([])
  })

  test('takes the events from the socket while the subscription is down', async () => {
    await goLiveBySocket()
    bench.api.observer.onConnectionStateChange({ state: 'connecting' })
    bench.peer.socket.says({ type: 'speaking', role: 'partner', active: true, atMs: 1 })
    expect(bench.call.getSnapshot().speaking.partner).toBe(true)
    bench.peer.socket.says({ type: 'state', state: 'ended', reason: 'partnerEnded' })
    expect(bench.end).toEqual({ kind: 'ended', reason: 'partnerEnded' })
    expect(bench.held).toEqual([])
  })

  test('tries the socket again and again, then gives the microphone back after 30 s', async () => {
    await bench.goLive()
    bench.peer.becomes('failed')
    await settle()
    for (let second = 0; second < 29; second++) {
      bench.peer.socket.breaks()
      await bench.clock.advance(1_000)
    }
    expect(bench.state).toBe('reconnecting')
    expect(bench.peer.sockets.length).toBeGreaterThan(5)
    expect(bench.peer.sockets.length).toBeLessThan(15)
    await bench.clock.advance(2_000)
    expect(bench.end).toEqual(lost)
    expect(bench.held).toEqual([])
  })

  test.each(['talkNotFound', 'talkEnded'])('ends as over when the server says %s', async (code) => {
    await bench.goLive()
    bench.peer.becomes('failed')
    await settle()
    bench.peer.socket.says({ type: 'error', code, message: 'It is over.' })
    expect(bench.end).toEqual({ kind: 'ended', reason: 'talkNotFound' })
    expect(bench.held).toEqual([])
  })

  test('is not mistaken for one when the computer slept', async () => {
    await bench.goLive()
    await bench.clock.advance(1_000)
    bench.clock.sleep(60_000)
    await bench.clock.advance(1_000)
    expect([bench.state, transport()]).toEqual(['live', 'webrtc'])
  })
})

describe('the socket, while it carries the talk', () => {
  test('is opened anew when it breaks', async () => {
    await goLiveBySocket()
    bench.peer.socket.breaks()
    expect(bench.state).toBe('reconnecting')
    await bench.clock.advance(300)
    await socketComesUp()
    expect([bench.state, bench.peer.sockets.length]).toEqual(['live', 2])
  })

  test('gives way to WebRTC after 30 s, and nothing is heard of the change', async () => {
    await goLiveBySocket()
    const states: string[] = []
    bench.call.subscribe(() => states.push(bench.state))
    await bench.clock.advance(30_000)
    expect(bench.log.slice(-4)).toEqual([
      'server.iceServers',
      'peer.createOffer 2',
      'talk.restart t1 offer 2',
      'peer.acceptAnswer answer again',
    ])
    expect(transport()).toBe('websocket')
    bench.peer.becomes('connected')
    expect([transport(), bench.peer.socket.closes]).toEqual(['webrtc', 1])
    expect(new Set(states)).toEqual(new Set(['live']))
  })

  test('goes on when WebRTC does not come, and it is tried again 30 s later', async () => {
    await goLiveBySocket()
    await bench.clock.advance(30_000 + 6_000)
    expect([bench.state, transport(), bench.peer.offers]).toEqual(['live', 'websocket', 2])
    await bench.clock.advance(30_000)
    expect(bench.peer.offers).toBe(3)
  })

  test('goes on when the server does not want the offer', async () => {
    await goLiveBySocket()
    bench.api.restartReply = Promise.reject(new Error('no'))
    await bench.clock.advance(31_000)
    expect([bench.state, transport()]).toEqual(['live', 'websocket'])
    expect(bench.log.at(-1)).toBe('peer.dropConnection')
  })

  test('is not missed when the server closes it just before WebRTC says connected', async () => {
    await goLiveBySocket()
    await bench.clock.advance(30_000)
    bench.peer.socket.breaks()
    expect(bench.state).toBe('live')
    await bench.clock.advance(100)
    bench.peer.becomes('connected')
    await bench.clock.advance(5_000)
    expect([bench.state, transport(), bench.peer.sockets.length]).toEqual(['live', 'webrtc', 1])
  })

  test('is opened anew when the network changes, and WebRTC is tried right after it', async () => {
    await goLiveBySocket()
    bench.networkChanges()
    await socketComesUp()
    expect([bench.peer.sockets.length, bench.peer.offers]).toEqual([2, 1])
    await bench.clock.advance(1_000)
    expect(bench.peer.offers).toBe(2)
    bench.peer.becomes('connected')
    expect([bench.state, transport()]).toEqual(['live', 'webrtc'])
  })

  test('holds the candidates of a try back until the server knows whose they are', async () => {
    await goLiveBySocket()
    const reply = Promise.withResolvers<{ type: 'answer'; sdp: string }>()
    bench.api.restartReply = reply.promise
    await bench.clock.advance(30_000)
    bench.peer.finds('host')
    bench.api.sends({ type: 'candidate', candidate: { candidate: 'theirs' } })
    await settle()
    expect(lines('talk.candidate')).toEqual([])
    reply.resolve({ type: 'answer', sdp: 'late' })
    await settle()
    expect(lines('talk.candidate')).toEqual(['talk.candidate t1 host'])
    expect(bench.log.slice(-3)).toContain('peer.addCandidate theirs')
  })

  test('is not disturbed by a refusal that comes after its try was given up', async () => {
    await goLiveBySocket()
    const reply = Promise.withResolvers<never>()
    bench.api.restartReply = reply.promise
    await bench.clock.advance(30_000 + 6_000)
    bench.api.restartReply = new Promise(() => {})
    await bench.clock.advance(30_000)
    const drops = lines('peer.dropConnection').length
    reply.reject(new Error('too late'))
    await settle()
    expect(lines('peer.dropConnection')).toHaveLength(drops)
    await bench.call.close()
    expect(bench.held).toEqual([])
  })

  test('is given back when the call ends, also in the middle of a try', async () => {
    await goLiveBySocket()
    await bench.clock.advance(30_000)
    await bench.call.close()
    expect(bench.held).toEqual([])
    expect(bench.log).toContain('endTalkNow t1')
  })
})

describe('a network that changes', () => {
  test('is followed by an ICE restart of the same connection, which nobody notices', async () => {
    await bench.goLive()
    bench.networkChanges()
    bench.networkChanges()
    await settle()
    expect(bench.log.slice(-3)).toEqual([
      'peer.restartOffer 2',
      'talk.restart t1 offer 2',
      'peer.acceptAnswer answer again',
    ])
    await bench.clock.advance(20_000)
    expect([bench.state, transport(), bench.peer.offers]).toEqual(['live', 'webrtc', 2])
  })

  test('that is still good for a later change, however many came before', async () => {
    await bench.goLive()
    for (let change = 0; change < 5; change++) {
      bench.networkChanges()
      await bench.clock.advance(20_000)
    }
    expect([bench.state, transport(), bench.peer.offers]).toEqual(['live', 'webrtc', 6])
  })

  test('is given a second restart after 1.2 s, and the socket when that brings nothing back either', async () => {
    await bench.goLive()
    await bench.clock.advance(1_000)
    bench.peer.silent = true
    bench.networkChanges()
    await bench.clock.advance(1_199)
    expect(lines('peer.restartOffer')).toHaveLength(1)
    await bench.clock.advance(1)
    expect(lines('peer.restartOffer')).toHaveLength(2)
    await bench.clock.advance(1_700)
    expect(lines('peer.openSocket')).toEqual([])
    await bench.clock.advance(700)
    expect(lines('peer.openSocket')).toHaveLength(1)
  })

  test('and of which nobody tells is followed by an ICE restart before the socket has to step in', async () => {
    await bench.goLive()
    await bench.clock.advance(1_000)
    bench.peer.silent = true
    await bench.clock.advance(1_500)
    expect([lines('peer.restartOffer').length, bench.state]).toEqual([1, 'live'])
    bench.peer.silent = false
    await bench.clock.advance(20_000)
    expect([bench.state, transport(), bench.peer.offers]).toEqual(['live', 'webrtc', 2])
    expect(bench.peer.sockets).toEqual([])
  })

  test('says nothing of a disconnect that passes within a second', async () => {
    await bench.goLive()
    bench.peer.becomes('disconnected')
    await bench.clock.advance(900)
    bench.peer.becomes('connected')
    await bench.clock.advance(10_000)
    expect([bench.state, bench.peer.offers]).toEqual(['live', 1])
  })

  test('restarts ICE on one that lasts, and calls it reconnecting only when sound has stopped', async () => {
    await bench.goLive()
    await bench.clock.advance(1_000)
    bench.peer.becomes('disconnected')
    await bench.clock.advance(1_000)
    expect([bench.state, bench.peer.offers]).toEqual(['live', 2])
    bench.peer.silent = true
    await bench.clock.advance(1_500)
    bench.peer.becomes('disconnected')
    await bench.clock.advance(1_000)
    expect(bench.state).toBe('reconnecting')
    bench.peer.silent = false
    bench.peer.becomes('connected')
    expect([bench.state, transport()]).toEqual(['live', 'webrtc'])
  })

  test('before there is a talk changes nothing', async () => {
    await bench.start()
    bench.networkChanges()
    await settle()
    expect(bench.peer.offers).toBe(1)
  })
})

test('a server that takes sound through TURN alone is offered nothing else, also on the way back', async () => {
  const iceServers = [{ urls: 'turn:turn.example', username: 'u', credential: 'c' }]
  bench.api.iceTransportPolicy = 'relay'
  bench.api.iceServersReply = Promise.resolve(iceServers)
  await goLiveBySocket()
  expect(bench.peer.ice).toEqual({ iceServers, iceTransportPolicy: 'relay' })
  const fresh = [{ urls: 'turn:turn.example', username: 'u2', credential: 'c2' }]
  bench.api.iceServersReply = Promise.resolve(fresh)
  await bench.clock.advance(30_000)
  expect([bench.peer.offers, bench.peer.ice]).toEqual([2, { iceServers: fresh, iceTransportPolicy: 'relay' }])
})

describe('a browser without WebRTC', () => {
  beforeEach(() => {
    bench.webRtc = false
  })

  async function goLive(): Promise<void> {
    await bench.start()
    await socketComesUp('t9')
    bench.peer.socket.says({ type: 'state', state: 'connecting' })
    bench.peer.socket.says({ type: 'state', state: 'live' })
  }

  test('begins the talk by the socket, and hears of it there', async () => {
    await goLive()
    expect(lines('peer.openSocket')).toEqual(['peer.openSocket scenario=sales'])
    expect(bench.call.getSnapshot()).toMatchObject({ state: 'live', transport: 'websocket', talkId: 't9' })
    bench.peer.socket.says({ type: 'speaking', role: 'partner', active: true, atMs: 1 })
    expect(bench.call.getSnapshot().speaking.partner).toBe(true)
    expect(lines('talk.connect')).toEqual([])
  })

  test('comes back to the same talk when the socket breaks, and never tries WebRTC', async () => {
    await goLive()
    bench.peer.socket.breaks()
    await bench.clock.advance(300)
    expect(bench.log.at(-1)).toBe('peer.openSocket talk=t9')
    await socketComesUp('t9')
    await bench.clock.advance(100_000)
    expect([bench.state, bench.peer.offers]).toEqual(['live', 0])
  })

  test('says typed lines and hangs up by the socket', async () => {
    await goLive()
    await bench.call.say('hello')
    expect(bench.log.at(-1)).toBe('socket.send say hello')
    const done = bench.call.hangUp()
    expect(bench.log).toContain('socket.send end')
    bench.peer.socket.says({ type: 'state', state: 'ended', reason: 'hungUp' })
    await done
    expect(bench.end).toEqual({ kind: 'ended', reason: 'hungUp' })
    expect(bench.held).toEqual([])
  })

  test('hands on a refusal with its reason', async () => {
    await bench.start()
    bench.peer.socket.says({ type: 'error', code: 'capacityReached', message: 'All lines are busy.' })
    expect(bench.end).toEqual({
      kind: 'problem',
      problem: { type: 'refused', reason: 'capacityReached', message: 'All lines are busy.' },
    })
    expect(bench.held).toEqual([])
  })

  test('says that the server is not there when no socket opens', async () => {
    await bench.start()
    bench.peer.socket.breaks()
    await bench.clock.advance(300)
    bench.peer.socket.breaks()
    expect(bench.end).toEqual({ kind: 'problem', problem: { type: 'serverUnreachable' } })
    expect(bench.held).toEqual([])
  })

  test('and without the socket way gives up with plain words', async () => {
    bench.webSocket = false
    await bench.start()
    expect(bench.end).toEqual({ kind: 'problem', problem: { type: 'connectionFailed' } })
    expect(bench.held).toEqual([])
  })
})

describe('what is known of the network', () => {
  test('is nothing before the first look, then numbers, then only the way', async () => {
    expect(bench.call.network()).toBeUndefined()
    await bench.goLive()
    await bench.clock.advance(600)
    expect(bench.call.network()).toMatchObject({ transport: 'webrtc', quality: 'good', rttMs: 40 })
    bench.peer.becomes('failed')
    await socketComesUp()
    expect(bench.call.network()).toEqual({ transport: 'websocket', quality: 'fair' })
    await bench.call.close()
    expect(bench.call.network()).toBeUndefined()
  })
})
