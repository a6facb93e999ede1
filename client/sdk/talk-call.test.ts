import { beforeEach, describe, expect, test } from 'vitest'
import { CallError } from './call-problem.ts'
import { TalkCall } from './talk-call.ts'
import { CallBench } from './testing/call-bench.ts'
import { settle } from './testing/fake-call-clock.ts'

let bench: CallBench
beforeEach(() => {
  bench = new CallBench()
})

describe('starting a call', () => {
  test('asks for microphone and ICE servers side by side, and makes the offer after the microphone', async () => {
    await bench.goLive()
    expect(bench.state).toBe('live')
    expect(bench.log).toEqual([
      'server.iceServers',
      'peer.openMicrophone',
      'peer.createOffer 1',
      'talk.connect sales offer 1',
      'peer.acceptAnswer answer',
    ])
  })

  test('makes the peer before anything is awaited, inside the tap', () => {
    void bench.call.start('sales')
    expect(bench.peers).toHaveLength(1)
  })

  test('holds candidates back until it knows whose talk they belong to, and keeps their order', async () => {
    await bench.start()
    bench.peer.finds('host')
    bench.peer.finds('srflx')
    expect(bench.log.filter((line) => line.startsWith('talk.candidate'))).toEqual([])
    bench.api.sends({ type: 'answer', talkId: 't1', sdp: 'answer' })
    bench.peer.finds(null)
    expect(bench.log.filter((line) => line.startsWith('talk.candidate'))).toEqual([
      'talk.candidate t1 host',
      'talk.candidate t1 srflx',
      'talk.candidate t1 end',
    ])
  })

  test('gives the server’s candidates to the peer after the answer', async () => {
    await bench.start()
    bench.api.sends({ type: 'answer', talkId: 't1', sdp: 'answer' })
    bench.api.sends({ type: 'candidate', candidate: { candidate: 'theirs' } })
    bench.api.sends({ type: 'candidate', candidate: null })
    await settle()
    expect(bench.log.slice(-3)).toEqual([
      'peer.acceptAnswer answer',
      'peer.addCandidate theirs',
      'peer.addCandidate end',
    ])
  })

  test('takes an answer once, though a resumed subscription may repeat it', async () => {
    await bench.goLive()
    bench.api.sends({ type: 'answer', talkId: 't1', sdp: 'answer' })
    await settle()
    expect(bench.log.filter((line) => line.startsWith('peer.acceptAnswer'))).toHaveLength(1)
  })

  test('does nothing while a call runs', async () => {
    await bench.goLive()
    void bench.call.start('another')
    expect(bench.peers).toHaveLength(1)
    expect(bench.state).toBe('live')
  })

  test('says that something went wrong where not even a peer can be made', async () => {
    const broken = new TalkCall({
      client: bench.api,
      clock: bench.clock,
      createPeer: () => {
        throw new Error('no RTCPeerConnection here')
      },
    })
    await broken.start('sales')
    expect(broken.getSnapshot()).toMatchObject({ end: { problem: { type: 'unexpected' } } })
  })

  test('can be done again after an end', async () => {
    await bench.goLive()
    bench.api.sends({ type: 'state', state: 'ended', reason: 'partnerEnded' })
    await bench.goLive('t2')
    expect(bench.call.getSnapshot()).toMatchObject({ state: 'live', talkId: 't2', captions: [] })
    expect(bench.peers.map(({ closes }) => closes)).toEqual([1, 0])
  })
})

describe('a start that comes to nothing', () => {
  test('says which trouble there was with the microphone, and never asks for a talk', async () => {
    bench.microphone = Promise.reject(new CallError({ type: 'microphoneRefused' }))
    await bench.start()
    expect(bench.end).toEqual({ kind: 'problem', problem: { type: 'microphoneRefused' } })
    expect(bench.log.some((line) => line.startsWith('talk.'))).toBe(false)
    expect(bench.held).toEqual([])
  })

  test('hands on the server’s refusal with its reason and its waiting time', async () => {
    await bench.start()
    bench.api.observer.onError({
      message: 'All seats taken.',
      data: { reason: 'capacityReached', retryAfterMs: 9_000 },
    })
    expect(bench.end).toEqual({
      kind: 'problem',
      problem: {
        type: 'refused',
        reason: 'capacityReached',
        message: 'All seats taken.',
        retryAfterMs: 9_000,
      },
    })
    expect(bench.held).toEqual([])
  })

  test('takes a reason that it does not know for an internal error', async () => {
    await bench.start()
    bench.api.observer.onError({ message: 'No.', data: { reason: 'somethingNew' } })
    expect(bench.end).toMatchObject({ problem: { type: 'refused', reason: 'internalError' } })
  })

  test('says that the server is not there, when it does not even name ICE servers', async () => {
    bench.api.iceServersReply = new Promise(() => {})
    await bench.start()
    await bench.clock.advance(5_000)
    expect(bench.end).toEqual({ kind: 'problem', problem: { type: 'serverUnreachable' } })
    expect(bench.held).toEqual([])
  })

  test('tries once more with a fresh offer when voice finds no way in 5 s, and ends the first talk', async () => {
    await bench.start()
    bench.api.sends({ type: 'answer', talkId: 't1', sdp: 'answer' })
    await bench.clock.advance(5_000)
    expect(bench.log.slice(-3)).toEqual(['talk.end t1', 'peer.createOffer 2', 'talk.connect sales offer 2'])
    expect(bench.call.getSnapshot()).toMatchObject({ state: 'connecting', attempt: 2 })
    expect(bench.api.subscriptions).toBe(1)
  })

  test('tries once more at once when the connection fails or the answer cannot be taken', async () => {
    await bench.start()
    bench.peer.becomes('failed')
    await settle()
    expect(bench.peer.offers).toBe(2)
    bench.api.sends({ type: 'answer', talkId: 't2', sdp: 'broken' })
    await settle()
    expect(bench.end).toEqual({ kind: 'problem', problem: { type: 'connectionFailed' } })
    expect(bench.log.at(-1)).toBe('peer.close')
    expect(bench.log).toContain('talk.end t2')
  })

  test('becomes live in the second attempt, and hears nothing any more of the first', async () => {
    await bench.start()
    const first = bench.api.observer
    await bench.clock.advance(5_000)
    first.onData({ id: '9', data: { type: 'state', state: 'ended', reason: 'hungUp' } })
    first.onError(new Error('late'))
    bench.api.sends({ type: 'answer', talkId: 't2', sdp: 'answer' })
    bench.peer.becomes('connected')
    bench.api.sends({ type: 'state', state: 'live' })
    expect(bench.call.getSnapshot()).toMatchObject({ state: 'live', talkId: 't2' })
  })

  test('gives up after two attempts', async () => {
    await bench.start()
    await bench.clock.advance(10_000)
    expect(bench.end).toEqual({ kind: 'problem', problem: { type: 'serverUnreachable' } })
    expect(bench.peer.offers).toBe(2)
    expect(bench.held).toEqual([])
  })

  test('waits for a slow partner once voice gets through, but not for ever', async () => {
    await bench.start()
    bench.api.sends({ type: 'answer', talkId: 't1', sdp: 'answer' })
    bench.peer.becomes('connected')
    await bench.clock.advance(19_000)
    expect(bench.call.getSnapshot()).toMatchObject({ state: 'connecting', attempt: 1 })
    await bench.clock.advance(1_000)
    expect(bench.end).toEqual({ kind: 'problem', problem: { type: 'connectionFailed' } })
    expect(bench.held).toEqual([])
  })
})

describe('a running call', () => {
  test('tells its listeners of each change, and not those who left', async () => {
    const states: string[] = []
    const leave = bench.call.subscribe(() => states.push(bench.state))
    await bench.goLive()
    leave()
    bench.api.sends({ type: 'speaking', role: 'user', active: true, atMs: 1 })
    expect([...new Set(states)]).toEqual(['requestingMicrophone', 'connecting', 'live'])
    expect(states.at(-1)).toBe('live')
    expect(bench.call.getSnapshot().speaking.user).toBe(true)
  })

  test('goes on when only the socket breaks, and says so', async () => {
    await bench.goLive()
    bench.api.observer.onConnectionStateChange({ state: 'connecting' })
    await bench.clock.advance(120_000)
    expect(bench.call.getSnapshot()).toMatchObject({ state: 'live', links: { signalling: 'down' } })
    bench.api.observer.onConnectionStateChange({ state: 'pending' })
    expect(bench.call.getSnapshot()).toMatchObject({ links: { signalling: 'up' } })
  })

  test('gives the microphone back when voice does not return within 30 s', async () => {
    await bench.goLive()
    bench.peer.becomes('disconnected')
    bench.peer.becomes('failed')
    await bench.clock.advance(29_000)
    expect(bench.state).toBe('reconnecting')
    await bench.clock.advance(1_000)
    expect(bench.end).toEqual({ kind: 'problem', problem: { type: 'connectionLost' } })
    expect(bench.log).toContain('talk.end t1')
    expect(bench.held).toEqual([])
  })

  test('goes on when voice returns in time', async () => {
    await bench.goLive()
    bench.peer.becomes('disconnected')
    await bench.clock.advance(29_000)
    bench.peer.becomes('connected')
    await bench.clock.advance(60_000)
    expect(bench.state).toBe('live')
  })

  test('mutes the microphone and shows it', async () => {
    await bench.goLive()
    bench.call.setMuted(true)
    expect([bench.peer.muted, bench.call.getSnapshot().muted]).toEqual([true, true])
  })

  test('sends a typed line, and hands the refusal of one to who typed it', async () => {
    await bench.goLive()
    await bench.call.say('hello')
    expect(bench.log.at(-1)).toBe('talk.say t1 hello')
    bench.api.reply = Promise.reject({ message: 'Too long.', data: { reason: 'tooLarge' } })
    await expect(bench.call.say('long')).rejects.toMatchObject({
      problem: { type: 'refused', reason: 'tooLarge' },
    })
    expect(bench.state).toBe('live')
  })

  test('tells of a microphone that was unplugged, and goes on', async () => {
    await bench.goLive()
    bench.peer.loses()
    expect(bench.call.getSnapshot()).toMatchObject({ state: 'live', notices: [{ code: 'microphoneLost' }] })
  })

  test('knows how loud both are, until it ends', async () => {
    expect(bench.call.levels()).toEqual({ user: 0, partner: 0 })
    await bench.goLive()
    expect(bench.call.levels()).toEqual({ user: 0.5, partner: 0.25 })
    await bench.call.close()
    expect(bench.call.levels()).toEqual({ user: 0, partner: 0 })
  })

  test('ends when the server closes its events without a word', async () => {
    await bench.goLive()
    bench.api.observer.onComplete()
    expect(bench.end).toEqual({ kind: 'problem', problem: { type: 'connectionLost' } })
    expect(bench.held).toEqual([])
  })
})

describe('ending a call', () => {
  test('hang-up tells the server, silences the microphone, takes the last captions, then lets go', async () => {
    await bench.goLive()
    const done = bench.call.hangUp()
    expect([bench.log.at(-1), bench.peer.muted, bench.state]).toEqual(['talk.end t1', true, 'live'])
    bench.api.sends({
      type: 'transcript',
      turnId: 'a',
      role: 'partner',
      text: 'Bye',
      final: true,
      startMs: 0,
      endMs: 1,
    })
    bench.api.sends({ type: 'state', state: 'ended', reason: 'hungUp' })
    await done
    expect(bench.call.getSnapshot().captions).toHaveLength(1)
    expect(bench.end).toEqual({ kind: 'ended', reason: 'hungUp' })
    expect(bench.held).toEqual([])
  })

  test('hang-up waits 3 s for a server that does not answer, however often it is asked', async () => {
    await bench.goLive()
    const both = Promise.all([bench.call.hangUp(), bench.call.hangUp()])
    await bench.clock.advance(2_999)
    expect(bench.state).toBe('live')
    await bench.clock.advance(1)
    await both
    expect(bench.end).toEqual({ kind: 'ended', reason: 'hungUp' })
    expect(bench.log.filter((line) => line === 'talk.end t1')).toHaveLength(1)
    expect(bench.held).toEqual([])
  })

  test('hang-up while the browser still asks for the microphone ends at once', async () => {
    bench.microphone = new Promise(() => {})
    await bench.start()
    await bench.call.hangUp()
    expect(bench.end).toEqual({ kind: 'ended', reason: 'hungUp' })
    expect(bench.held).toEqual([])
  })

  test('a microphone granted after the hang-up starts nothing', async () => {
    const granted = Promise.withResolvers<void>()
    bench.microphone = granted.promise
    await bench.start()
    await bench.call.hangUp()
    granted.resolve()
    await settle()
    expect(bench.log.some((line) => line.startsWith('peer.createOffer'))).toBe(false)
    expect(bench.held).toEqual([])
  })

  test('hang-up before the answer ends the talk as soon as its name is known', async () => {
    await bench.start()
    const done = bench.call.hangUp()
    expect(bench.log.some((line) => line.startsWith('talk.end'))).toBe(false)
    bench.api.sends({ type: 'answer', talkId: 't1', sdp: 'answer' })
    expect(bench.log).toContain('talk.end t1')
    bench.api.sends({ type: 'state', state: 'ended', reason: 'hungUp' })
    await done
    expect(bench.held).toEqual([])
  })

  test('close tells the server and lets go at once, and a second close waits for the same end', async () => {
    await bench.goLive()
    const closes = [bench.call.close(), bench.call.close()]
    expect(bench.state).toBe('ended')
    await Promise.all(closes)
    expect(bench.log.slice(-2)).toEqual(['endTalkNow t1', 'peer.close'])
    expect(bench.held).toEqual([])
  })

  test('close in mid-connect lets go of everything', async () => {
    await bench.start()
    await bench.call.close()
    expect(bench.held).toEqual([])
    await bench.call.start('sales')
    expect(bench.peers).toHaveLength(1)
  })

  test('leave ends the call as close does, but the next one can be started', async () => {
    await bench.goLive()
    await bench.call.leave()
    expect(bench.held).toEqual([])
    await bench.goLive('t2')
    expect(bench.state).toBe('live')
  })

  test('close before any call, and hang-up without one, do nothing', async () => {
    await bench.call.hangUp()
    await bench.call.close()
    expect(bench.state).toBe('idle')
  })
})
