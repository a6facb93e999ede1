import { MessageChannel } from 'node:worker_threads'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { INBOUND_FRAME_SAMPLES, OUTBOUND_FRAME_SAMPLES } from '../../shared/audio-format.ts'
import type { Scenario } from '../../shared/scenario.ts'
import type { TalkEvent } from '../../shared/talk-event.ts'
import { PlayoutClock } from '../audio/playout-clock.ts'
import { LiveError, type LiveEvent } from '../live/live-model.ts'
import { builtInScenarios } from '../scenarios/index.ts'
import { itManagerSato } from '../scenarios/it-manager-sato.ts'
import { FakeClock } from '../testing/fake-clock.ts'
import { FakeLiveModel } from '../testing/fake-live-model.ts'
import { FakeMediaPeer } from '../testing/fake-media-peer.ts'
import { ScriptedSpeechDetector } from '../testing/scripted-speech-detector.ts'
import type { SoundRecorder, SoundRecorderOptions } from './sound-recorder.ts'
import { TalkSession } from './talk-session.ts'

const MAX_TALK_MS = 300_000

function scenarioOpenedBy(by: 'user' | 'partner'): Scenario {
  const scenario = builtInScenarios.find(({ opening }) => opening.by === by)
  if (!scenario) throw new Error(`no scenario is opened by the ${by}`)
  return scenario
}

interface SessionOptions {
  openedBy?: 'user' | 'partner'
  /** Of the sales talk. */
  tools?: true
  createRecorder?: (options: SoundRecorderOptions) => SoundRecorder
}

function createSession(options: SessionOptions = {}) {
  const clock = new FakeClock()
  const liveModel = new FakeLiveModel()
  const playoutClock = new PlayoutClock({
    clock,
    onError: (error) => {
      throw error
    },
  })
  const speechDetector = new ScriptedSpeechDetector()
  const events: TalkEvent[] = []
  const logged: string[] = []
  const peers: FakeMediaPeer[] = []
  const session = new TalkSession({
    talkId: 'talk',
    scenario: options.tools ? itManagerSato : scenarioOpenedBy(options.openedBy ?? 'user'),
    liveModel,
    playoutClock,
    speechDetector,
    clock,
    maxTalkMs: MAX_TALK_MS,
    log: pino({ level: 'info' }, { write: (line) => logged.push(line) }),
    onEvent: (event) => events.push(event),
    ...(options.createRecorder ? { createRecorder: options.createRecorder } : {}),
    createPeer: (peerEvents) => {
      const peer = new FakeMediaPeer(peerEvents)
      peers.push(peer)
      return peer
    },
  })
  /** Made when an offer comes. */
  const newestPeer = () => {
    const peer = peers.at(-1)
    if (!peer) throw new Error('the session made no peer')
    return peer
  }
  return { session, clock, liveModel, playoutClock, speechDetector, events, logged, peers, newestPeer }
}

const offer = { type: 'webrtc', offerSdp: 'offer' } as const

/** A session that has answered. */
async function startedSession(options?: SessionOptions) {
  const made = createSession(options)
  await made.session.start(offer)
  return { ...made, peer: made.newestPeer() }
}

async function liveSession(options?: SessionOptions) {
  const made = await startedSession(options)
  made.peer.events.onConnected()
  const live = made.liveModel.attempts[0]?.accept()
  if (!live) throw new Error('the session did not connect')
  await settled()
  return { ...made, live }
}

/** Lets promises that are already resolved go on. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

const states = (events: TalkEvent[]) =>
  events.flatMap((event) => (event.type === 'state' ? [event.reason ?? event.state] : []))
const frame = (value: number) => new Int16Array(INBOUND_FRAME_SAMPLES).fill(value)
/** A microphone that sends a frame every 20 ms. */
function speak(peer: FakeMediaPeer, clock: FakeClock, value: number, forMs: number): void {
  for (let ms = 0; ms < forMs; ms += 20) {
    clock.advance(20)
    peer.events.onFrame(frame(value))
  }
}

const speech = (seconds: number) => new Int16Array(OUTBOUND_FRAME_SAMPLES * 50 * seconds).fill(1000)

describe('a talk', () => {
  it('answers the offer, then is live as soon as both ways are open, in whichever order', async () => {
    const { session, events, peer, liveModel } = await startedSession()
    expect(events).toEqual([
      { type: 'state', state: 'connecting' },
      { type: 'answer', talkId: 'talk', sdp: 'answer to offer' },
    ])
    liveModel.attempts[0]?.accept()
    await settled()
    expect(states(events)).toEqual(['connecting'])
    peer.events.onConnected()
    expect(states(events)).toEqual(['connecting', 'live'])
    await session.end('hungUp')
  })

  it('passes the voice on to the model, and the model’s voice to the user at the pace of speech', async () => {
    const { session, live, peer, clock } = await liveSession()
    for (const value of [1, 2]) peer.events.onFrame(frame(value))
    expect(live.audio.length).toBe(2 * INBOUND_FRAME_SAMPLES)
    live.emit({ type: 'audio', pcm: speech(1), sampleRateHz: 24_000 })
    clock.advance(500)
    expect(peer.sent.length).toBeGreaterThanOrEqual(24)
    expect(peer.sent.length).toBeLessThanOrEqual(26)
    await session.end('hungUp')
  })

  it('sends nothing while the partner is silent', async () => {
    const { session, peer, clock } = await liveSession()
    clock.advance(2_000)
    expect(peer.sent).toEqual([])
    await session.end('hungUp')
  })

  it('keeps what is said while the model is still being connected', async () => {
    const { session, peer, liveModel } = await startedSession()
    peer.events.onConnected()
    for (let i = 0; i < 10; i++) peer.events.onFrame(frame(5))
    const live = liveModel.attempts[0]?.accept()
    await settled()
    expect(live?.audio.length).toBe(10 * INBOUND_FRAME_SAMPLES)
    await session.end('hungUp')
  })

  it('tells both sides’ words, and the latency of the answer', async () => {
    const { session, live, peer, clock, events } = await liveSession()
    speak(peer, clock, 1, 1_000)
    speak(peer, clock, 0, 600)
    live.emit({ type: 'inputTranscript', text: 'hello' })
    live.emit({ type: 'outputTranscript', text: 'hi' })
    live.emit({ type: 'audio', pcm: speech(0.4), sampleRateHz: 24_000 })
    live.emit({ type: 'generationComplete' })
    live.emit({ type: 'turnComplete' })
    clock.advance(1_000)
    const finals = events.flatMap((event) => (event.type === 'transcript' && event.final ? [event] : []))
    expect(finals.map(({ role, text }) => [role, text])).toEqual([
      ['user', 'hello'],
      ['partner', 'hi'],
    ])
    const [user, partner] = finals
    expect((user?.endMs ?? 0) - (user?.startMs ?? 0)).toBe(1_000)
    expect((partner?.endMs ?? 0) - (partner?.startMs ?? 0)).toBeGreaterThanOrEqual(380)
    const latency = events.find((event) => event.type === 'latency')
    expect(latency?.ms).toBeGreaterThanOrEqual(600)
    expect(latency?.ms).toBeLessThanOrEqual(680)
    await session.end('hungUp')
  })

  it('falls silent at once when the user cuts in, and says how much was heard', async () => {
    const { session, live, peer, clock, events } = await liveSession()
    live.emit({ type: 'audio', pcm: speech(3), sampleRateHz: 24_000 })
    clock.advance(1_000)
    peer.events.onFrame(frame(1))
    const before = peer.sent.length
    live.emit({ type: 'interrupted' })
    live.emit({ type: 'turnComplete' })
    clock.advance(1_000)
    expect(peer.sent.length).toBe(before)
    expect(events.find((event) => event.type === 'interrupted')?.heardMs).toBe(before * 20)
    await session.end('hungUp')
  })

  it('falls silent at once when the model tells of an interruption, though nobody was heard to make it', async () => {
    const { session, live, peer, clock, events } = await liveSession()
    live.emit({ type: 'audio', pcm: speech(3), sampleRateHz: 24_000 })
    live.emit({ type: 'generationComplete' })
    clock.advance(1_000)
    const before = peer.sent.length
    live.emit({ type: 'interrupted' })
    live.emit({ type: 'turnComplete' })
    clock.advance(3_000)
    expect(peer.sent.length).toBe(before)
    expect(events.filter((event) => event.type === 'interrupted')).toHaveLength(1)
    await session.end('hungUp')
  })

  it('suggests headphones once to a user whose speaker is heard by their microphone', async () => {
    const { session, live, peer, clock, events } = await liveSession()
    // As syllables are: as long as they like, as loud as they like.
    const syllables = speech(6).map((value, at) => value * (1 + 6 * Math.abs(Math.sin((at / 4_000) ** 1.3))))
    live.emit({ type: 'audio', pcm: syllables, sampleRateHz: 24_000 })
    live.emit({ type: 'generationComplete' })
    for (let ms = 0; ms < 6_000; ms += 20) {
      clock.advance(20)
      peer.events.onFrame(frame((peer.sent.at(-4)?.frame[0] ?? 0) / 8))
    }
    expect(events.flatMap((event) => (event.type === 'notice' ? [event.code] : []))).toEqual(['echo'])
    await session.end('hungUp')
  })

  it('lets the partner open where the scenario says so, but only once it can be heard', async () => {
    const { session, peer, liveModel } = await startedSession({ openedBy: 'partner' })
    const live = liveModel.attempts[0]?.accept()
    await settled()
    expect(live?.texts).toEqual([])
    peer.events.onConnected()
    expect(live?.texts).toHaveLength(1)
    peer.events.onDisconnected()
    peer.events.onConnected()
    expect(live?.texts).toHaveLength(1)
    await session.end('hungUp')
  })

  it('sends a typed line as a turn, and refuses it before there is a partner', async () => {
    const early = await startedSession()
    expect(() => early.session.say('hello')).toThrow(
      expect.objectContaining({ reason: 'partnerUnavailable' }),
    )
    await early.session.end('hungUp')
    const { session, live, events } = await liveSession()
    session.say('hello')
    expect(live.texts).toEqual(['hello'])
    expect(events.at(-1)).toMatchObject({ type: 'transcript', role: 'user', text: 'hello', final: true })
    await session.end('hungUp')
  })

  it('goes on when its recording cannot be written, and says so', async () => {
    let full: ((fromMs: number) => void) | undefined
    const recorder: SoundRecorder = { heard() {}, sent() {}, close: async () => undefined }
    const createRecorder = ({ onGap }: SoundRecorderOptions) => {
      full = onGap
      return recorder
    }
    const { events, peer, live, clock } = await liveSession({ createRecorder })
    full?.(3_000)
    expect(events.at(-1)).toEqual({
      type: 'notice',
      code: 'recordingGap',
      message: expect.stringContaining('disk'),
    })
    speak(peer, clock, 7, 100)
    expect(live.audio.length).toBeGreaterThan(0)
    expect(states(events).at(-1)).toBe('live')
  })

  it('flushes the model’s hearing when the microphone pauses, once', async () => {
    const { session, live, peer, clock } = await liveSession()
    peer.events.onFrame(frame(1))
    clock.advance(3_000)
    expect(live.audioStreamEnds).toBe(1)
    await session.end('hungUp')
  })
})

describe('a partner who does more than speak', () => {
  const call = (name: string, args: Record<string, unknown>) =>
    ({ type: 'toolCall', calls: [{ id: name, name, args }] }) satisfies LiveEvent

  it('books an appointment, which is told as the talk’s outcome', async () => {
    const { session, live, events } = await liveSession({ tools: true })
    live.emit({ type: 'outputTranscript', text: '承知しました。' })
    live.emit(call('book_appointment', { date: '来週の木曜日', time: '午後二時' }))
    await settled()
    expect(live.toolResponses).toMatchObject([{ id: 'book_appointment', response: { output: {} } }])
    expect(events.at(-1)).toMatchObject({
      type: 'tool',
      turnId: 't1',
      name: 'book_appointment',
      result: { booked: { date: '来週の木曜日', time: '午後二時' } },
    })
    await session.end('hungUp')
  })

  it('hangs up once their goodbye was heard', async () => {
    const { live, clock, events } = await liveSession({ tools: true })
    live.emit({ type: 'audio', pcm: speech(2), sampleRateHz: 24_000 })
    live.emit(call('end_talk', {}))
    live.emit({ type: 'turnComplete' })
    await settled()
    clock.advance(3_000)
    expect(states(events).at(-1)).toBe('live')
    clock.advance(1_000)
    expect(states(events).at(-1)).toBe('partnerEnded')
    await settled()
    expect(clock.pendingTimers).toBe(0)
  })

  it('costs tokens, told a turn and for the whole talk', async () => {
    const { session, live, clock, events } = await liveSession()
    const usage = { promptTokens: 10, responseTokens: 2, totalTokens: 12 }
    for (let turn = 0; turn < 2; turn++) {
      live.emit({ type: 'audio', pcm: speech(0.4), sampleRateHz: 24_000 })
      live.emit({ type: 'turnComplete' })
      live.emit({ type: 'usage', usage })
      clock.advance(1_000)
    }
    await session.end('hungUp')
    const finals = events.flatMap((event) => (event.type === 'transcript' && event.final ? [event] : []))
    expect(finals.map((event) => event.usage)).toEqual([usage, usage])
    expect(events.at(-1)).toMatchObject({ usage: { promptTokens: 20, responseTokens: 4, totalTokens: 24 } })
  })

  it('who has to begin anew does so with a notice', async () => {
    const { session, live, liveModel, clock, events } = await liveSession()
    live.emit({ type: 'outputTranscript', text: 'はい。' })
    live.emit({ type: 'closed', error: new LiveError('lost', 'gone') })
    await settled()
    clock.advance(300)
    liveModel.attempts[1]?.accept()
    await settled()
    expect(events.slice(-2)).toMatchObject([
      { type: 'notice', code: 'partnerReset' },
      { type: 'state', state: 'live' },
    ])
    await session.end('hungUp')
  })
})

describe('the end of a talk', () => {
  it('is told last, once, with its first reason, and everything is given back', async () => {
    const { session, live, peer, clock, events, speechDetector } = await liveSession()
    await Promise.all([session.end('hungUp'), session.end('timeLimit')])
    expect(states(events).at(-1)).toBe('hungUp')
    const count = events.length
    live.emit({ type: 'outputTranscript', text: 'late' })
    peer.events.onFailed()
    clock.advance(120_000)
    expect(events.length).toBe(count)
    expect([peer.closed, speechDetector.closed, live.closed]).toEqual([1, 1, 1])
    expect(clock.pendingTimers).toBe(0)
  })

  it('in the midst of connecting leaves nothing behind either', async () => {
    const { session, liveModel, peer, clock, events } = await startedSession()
    await session.end('hungUp')
    expect(liveModel.attempts[0]?.options.signal.aborted).toBe(true)
    await settled()
    expect(states(events)).toEqual(['connecting', 'hungUp'])
    expect(peer.closed).toBe(1)
    expect(clock.pendingTimers).toBe(0)
  })

  it('is never told of a talk whose offer was none, nor logged as a fault of ours', async () => {
    const { session, events, logged, clock, newestPeer } = createSession()
    await expect(session.start({ type: 'webrtc', offerSdp: 'broken' })).rejects.toMatchObject({
      reason: 'badOffer',
    })
    await session.end('internalError')
    expect(events).toEqual([])
    expect(logged).toEqual([])
    expect(newestPeer().closed).toBe(1)
    expect(clock.pendingTimers).toBe(0)
  })

  it.each([
    ['refused', 'partnerRefused'],
    ['unreachable', 'partnerUnavailable'],
  ] as const)('comes with words for a person when the partner is %s', async (fault, reason) => {
    const { session, liveModel, events } = await startedSession()
    liveModel.attempts[0]?.refuse(new LiveError(fault, 'technical words'))
    await settled()
    expect(events.at(-2)).toMatchObject({ type: 'notice', code: reason })
    expect(JSON.stringify(events)).not.toContain('technical words')
    expect(states(events).at(-1)).toBe(reason)
    await session.end('hungUp')
  })

  it('comes as partnerLost when the partner stays away for 30 s, and not when it comes back', async () => {
    const { live, liveModel, events, clock } = await liveSession()
    live.emit({ type: 'closed', error: new LiveError('lost', 'gone') })
    await settled()
    clock.advance(500)
    liveModel.attempts[1]?.accept()
    await settled()
    expect(states(events)).toEqual(['connecting', 'live', 'reconnecting', 'live'])
    clock.advance(10_000)
    liveModel.newest.emit({ type: 'closed', error: new LiveError('lost', 'gone') })
    for (let s = 0; s < 36; s++) {
      await settled()
      clock.advance(1_000)
    }
    await settled()
    expect(events.at(-2)).toMatchObject({ type: 'notice', code: 'partnerLost' })
    expect(states(events).slice(-2)).toEqual(['reconnecting', 'partnerLost'])
    expect(clock.pendingTimers).toBe(0)
  })

  it('comes at once when the partner’s service will not have this server any more', async () => {
    const { live, events } = await liveSession()
    live.emit({
      type: 'closed',
      error: new LiveError('refused', 'API key expired', { refusal: 'key' }),
    })
    expect(events.at(-2)).toMatchObject({ type: 'notice', message: expect.stringContaining('key') })
    expect(states(events).at(-1)).toBe('partnerRefused')
  })

  it('comes after the longest time that is allowed', async () => {
    const { clock, events } = await liveSession()
    clock.advance(MAX_TALK_MS)
    expect(states(events).at(-1)).toBe('timeLimit')
  })

  it('comes 30 s after the user’s network is gone, and not when it comes back in time', async () => {
    const { clock, events, peer } = await liveSession()
    peer.events.onDisconnected()
    clock.advance(29_000)
    peer.events.onConnected()
    clock.advance(20_000)
    expect(states(events)).toEqual(['connecting', 'live', 'reconnecting', 'live'])
    peer.events.onDisconnected()
    clock.advance(30_000)
    expect(states(events).at(-1)).toBe('userLost')
  })

  it('comes 10 s after the client said that it leaves, though its connection did not', async () => {
    const { clock, events, session } = await liveSession()
    session.leave()
    expect(states(events)).toEqual(['connecting', 'live', 'reconnecting'])
    clock.advance(9_900)
    expect(states(events).at(-1)).toBe('reconnecting')
    clock.advance(100)
    expect(states(events).at(-1)).toBe('userLost')
  })

  it('does not come when who has left is back in time, on another connection', async () => {
    const { clock, events, session, newestPeer } = await liveSession()
    session.leave()
    clock.advance(9_000)
    session.setWatching(true)
    await session.restart('offer of the page that was reloaded')
    newestPeer().events.onConnected()
    clock.advance(60_000)
    expect(states(events)).toEqual(['connecting', 'live', 'reconnecting', 'live'])
    await session.end('hungUp')
  })

  it('waits 30 s again for who left and came back, when their network is gone after that', async () => {
    const { clock, events, session, newestPeer } = await liveSession()
    session.leave()
    await session.restart('offer of the page that was reloaded')
    newestPeer().events.onConnected()
    newestPeer().events.onDisconnected()
    clock.advance(29_900)
    expect(states(events).at(-1)).toBe('reconnecting')
    clock.advance(100)
    expect(states(events).at(-1)).toBe('userLost')
  })

  it('gives who reloads a page that lost its network the time to come back', async () => {
    const { clock, events, peer, session } = await liveSession()
    peer.events.onDisconnected()
    clock.advance(25_000)
    session.leave()
    clock.advance(9_900)
    expect(states(events).at(-1)).toBe('reconnecting')
    clock.advance(100)
    expect(states(events).at(-1)).toBe('userLost')
  })

  it('comes soon when the client closed its end and reads no more', async () => {
    const { clock, events, peer, session } = await liveSession()
    session.setWatching(false)
    peer.events.onLeft()
    clock.advance(10_000)
    expect(states(events).at(-1)).toBe('userLost')
  })
})

describe('a change of the way', () => {
  const other = 'o=- 2 0 IN IP4 0.0.0.0'

  it('to another connection happens when that is up, and the voice goes on without a word lost', async () => {
    const { session, live, peer, newestPeer, events, clock } = await liveSession()
    expect(await session.restart(other)).toBe(`answer to ${other}`)
    const next = newestPeer()
    next.events.onFrame(frame(9))
    for (const value of [1, 2]) peer.events.onFrame(frame(value))
    next.events.onConnected()
    for (const value of [3, 4]) next.events.onFrame(frame(value))
    expect([...new Set(live.audio)]).toEqual([1, 2, 3, 4])
    expect(peer.closed).toBe(1)
    live.emit({ type: 'audio', pcm: speech(0.4), sampleRateHz: 24_000 })
    clock.advance(300)
    expect(peer.sent).toEqual([])
    expect(next.sent.length).toBeGreaterThan(5)
    expect(states(events)).toEqual(['connecting', 'live'])
    await session.end('hungUp')
    expect(next.closed).toBe(1)
  })

  it('with an offer of the same connection is answered by the same peer', async () => {
    const { session, peers } = await liveSession()
    await session.restart('offer')
    expect(peers).toHaveLength(1)
    await session.end('hungUp')
  })

  it('to a broken offer is refused, and the talk goes on as it was', async () => {
    const { session, peer, events } = await liveSession()
    await expect(session.restart('broken')).rejects.toMatchObject({ reason: 'badOffer' })
    peer.events.onDisconnected()
    peer.events.onConnected()
    expect(states(events)).toEqual(['connecting', 'live', 'reconnecting', 'live'])
    await session.end('hungUp')
  })

  it('to a socket happens at once, both voices follow, and back again', async () => {
    const { session, live, peer, newestPeer, events, clock } = await liveSession()
    const { port1, port2 } = new MessageChannel()
    peer.events.onDisconnected()
    session.attach(port1)
    expect(states(events)).toEqual(['connecting', 'live', 'reconnecting', 'live'])
    port2.postMessage(new Uint8Array(new Int16Array(640).fill(7).buffer))
    await until(() => live.audio.length >= 640)
    expect(live.audio.slice(0, 640).every((sample) => sample === 7)).toBe(true)
    const heard: unknown[] = []
    port2.on('message', (bytes) => heard.push(bytes))
    live.emit({ type: 'audio', pcm: speech(0.4), sampleRateHz: 24_000 })
    clock.advance(200)
    await until(() => heard.length > 3)
    expect(heard[0]).toHaveLength(OUTBOUND_FRAME_SAMPLES * 2)
    await session.restart(other)
    newestPeer().events.onConnected()
    await new Promise((resolve) => port2.once('close', resolve))
    await session.end('hungUp')
  })

  it('that breaks waits 30 s for the user to come back', async () => {
    const { session, events, clock } = await liveSession()
    const { port1, port2 } = new MessageChannel()
    session.attach(port1)
    port2.close()
    await until(() => states(events).at(-1) === 'reconnecting')
    clock.advance(30_000)
    expect(states(events).at(-1)).toBe('userLost')
  })
})

/** Messages between ports take a few turns of the event loop. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await settled()
}
