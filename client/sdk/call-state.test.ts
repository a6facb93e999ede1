import { describe, expect, test } from 'vitest'
import type { TalkEvent } from '../../shared/talk-event.ts'
import { type CallAction, type CallSnapshot, idleCall, reduceCall } from './call-state.ts'

const started: CallAction = { type: 'started', scenarioId: 'sales' }
const attempted: CallAction = { type: 'attempted', attempt: 1 }
const connected: CallAction = { type: 'media', state: 'connected', atMs: 100 }
const disconnected: CallAction = { type: 'media', state: 'disconnected', atMs: 500 }
const hungUp: CallAction = { type: 'ended', end: { kind: 'ended', reason: 'hungUp' }, atMs: 5_100 }
const event = (event: TalkEvent, atMs = 100): CallAction => ({ type: 'event', event, atMs })
const answer = event({ type: 'answer', talkId: 't1', sdp: 'v=0' })
const says = (state: 'connecting' | 'live' | 'reconnecting') => event({ type: 'state', state })
const bySocket: CallAction = { type: 'transport', transport: 'websocket' }
const named: CallAction = { type: 'named', talkId: 't1', atMs: 100 }
const toLive = [started, attempted, answer, says('live'), connected]

const run = (...actions: CallAction[]): CallSnapshot => actions.reduce(reduceCall, idleCall)
const caption = (turnId: string, text: string, startMs: number, final = false): CallAction =>
  event({ type: 'transcript', turnId, role: 'partner', text, final, startMs, endMs: startMs + 900 })

describe('the state of a call', () => {
  test.each<[string, CallSnapshot['state'], CallAction[]]>([
    ['has not begun before start', 'idle', [connected, says('live'), hungUp]],
    ['asks for the microphone first', 'requestingMicrophone', [started]],
    ['does not take the network for an answer to that', 'requestingMicrophone', [started, connected]],
    ['connects once there is a microphone', 'connecting', [started, attempted]],
    ['is not live while only voice gets through', 'connecting', [started, attempted, answer, connected]],
    ['is not live while only the partner is ready', 'connecting', [started, attempted, answer, says('live')]],
    ['is live when both hold, voice last', 'live', toLive],
    ['is live when both hold, partner last', 'live', [started, attempted, answer, connected, says('live')]],
    ['begins again with a second attempt', 'connecting', [...toLive.slice(0, -1), attempted]],
    ['reconnects when voice breaks', 'reconnecting', [...toLive, disconnected]],
    ['reconnects when the server says so', 'reconnecting', [...toLive, says('reconnecting')]],
    ['is live again when voice is back', 'live', [...toLive, disconnected, connected]],
    [
      'stays live while only the captions are cut off',
      'live',
      [...toLive, { type: 'signalling', signalling: 'down' }],
    ],
    ['does not start over once it was live', 'live', [...toLive, attempted]],
    ['stays live while its sound changes its way', 'live', [...toLive, bySocket]],
    [
      'is live by a socket that named the talk itself',
      'live',
      [started, attempted, named, says('live'), connected],
    ],
    ['is live when the name comes last', 'live', [started, attempted, connected, says('live'), named]],
    ['ends', 'ended', [...toLive, hungUp]],
    ['ends by the server’s word', 'ended', [...toLive, event({ type: 'state', state: 'ended' })]],
    ['ends before the microphone was granted', 'ended', [started, hungUp]],
    ['stays ended whatever comes late', 'ended', [...toLive, hungUp, connected, says('live'), attempted]],
    ['can be started anew after its end', 'requestingMicrophone', [...toLive, hungUp, started]],
  ])('%s', (_, state, actions) => {
    expect(run(...actions).state).toBe(state)
  })

  test('counts its length from the moment it became live, through a reconnect', () => {
    expect(run(...toLive, disconnected, connected, hungUp)).toMatchObject({ durationMs: 5_000, talkId: 't1' })
  })

  test('has no length when it never became live', () => {
    expect(run(started, attempted, hungUp)).toMatchObject({ durationMs: 0 })
  })

  test('keeps the first reason of its end', () => {
    const late: CallAction = {
      type: 'ended',
      end: { kind: 'problem', problem: { type: 'unexpected' } },
      atMs: 9,
    }
    expect(run(...toLive, hungUp, late)).toMatchObject({ end: { kind: 'ended', reason: 'hungUp' } })
  })

  test('takes an end without a reason for a fault of the server', () => {
    expect(run(...toLive, event({ type: 'state', state: 'ended' }))).toMatchObject({
      end: { kind: 'ended', reason: 'internalError' },
    })
  })

  test('is the same object when nothing changed, so that nothing is drawn anew', () => {
    const live = run(...toLive)
    expect(reduceCall(live, { type: 'muted', muted: false })).toBe(live)
    expect(reduceCall(live, { type: 'signalling', signalling: 'up' })).toBe(live)
    expect(reduceCall(live, event({ type: 'speaking', role: 'user', active: false, atMs: 1 }))).toBe(live)
  })
})

describe('the captions of a call', () => {
  const texts = (call: CallSnapshot) => call.captions.map(({ text }) => text)

  test('grow in place, for a transcript is the turn so far', () => {
    const call = run(...toLive, caption('a', 'はい', 0), caption('a', 'はい、佐藤です', 0, true))
    expect(texts(call)).toEqual(['はい、佐藤です'])
    expect(call.captions[0]?.final).toBe(true)
  })

  test('stand in the order in which the turns began, not in which they were recognised', () => {
    expect(texts(run(...toLive, caption('b', 'second', 2_000), caption('a', 'first', 500)))).toEqual([
      'first',
      'second',
    ])
  })

  test('keep the order of their coming when they began at the same time', () => {
    expect(texts(run(...toLive, caption('a', 'a', 0), caption('b', 'b', 0)))).toEqual(['a', 'b'])
  })

  test('move when a turn turns out to have begun earlier', () => {
    const call = run(...toLive, caption('a', 'a', 500), caption('b', 'b', 600), caption('b', 'b', 100))
    expect(texts(call)).toEqual(['b', 'a'])
  })

  test('remember how much of a turn was heard when it was cut short, also as its text goes on', () => {
    const cut = event({ type: 'interrupted', turnId: 'a', heardMs: 640 })
    const call = run(...toLive, caption('a', 'Well', 0), cut, caption('a', 'Well, I', 0, true))
    expect(call.captions[0]).toMatchObject({ text: 'Well, I', heardMs: 640 })
  })

  test('are complete when the call has ended, and gone when the next one starts', () => {
    const ended = run(...toLive, caption('a', 'half a', 0), hungUp)
    expect(ended.captions[0]?.final).toBe(true)
    expect(reduceCall(ended, started).captions).toEqual([])
  })
})

describe('what else a call tells', () => {
  test('who speaks, each on their own, and nobody after the end', () => {
    const both = [
      event({ type: 'speaking', role: 'user', active: true, atMs: 1 }),
      event({ type: 'speaking', role: 'partner', active: true, atMs: 2 }),
    ]
    expect(run(...toLive, ...both).speaking).toEqual({ user: true, partner: true })
    expect(run(...toLive, ...both, hungUp).speaking).toEqual({ user: false, partner: false })
  })

  test('how long each answer took', () => {
    expect(run(...toLive, event({ type: 'latency', turnId: 'a', ms: 700 })).latencies).toEqual([
      { turnId: 'a', ms: 700 },
    ])
  })

  test('by which way the sound goes, until the next call', () => {
    const call = run(...toLive, bySocket)
    expect(call.transport).toBe('websocket')
    expect(reduceCall(call, bySocket)).toBe(call)
    expect(reduceCall(call, hungUp).transport).toBe('websocket')
    expect(reduceCall(reduceCall(call, hungUp), started).transport).toBe('webrtc')
  })

  test('an answer’s time once, also when two ways tell it', () => {
    const latency = event({ type: 'latency', turnId: 'a', ms: 700 })
    expect(run(...toLive, latency, latency).latencies).toHaveLength(1)
  })

  test('notices, of which the oldest are dropped', () => {
    const notices = Array.from({ length: 25 }, (_, n) =>
      event({ type: 'notice', code: `n${n}`, message: '' }),
    )
    const call = run(...toLive, ...notices)
    expect(call.notices).toHaveLength(20)
    expect(call.notices.at(-1)?.code).toBe('n24')
  })

  test('that it is muted, until the next call', () => {
    const muted = run(...toLive, { type: 'muted', muted: true })
    expect(muted.muted).toBe(true)
    expect(reduceCall(reduceCall(muted, hungUp), started).muted).toBe(false)
  })
})
