import type { EndReason } from '../../shared/error-reason.ts'
import type { TalkEvent, TalkState } from '../../shared/talk-event.ts'
import type { Role } from '../../shared/turn.ts'
import type { PeerConnectionState } from './call-peer.ts'
import type { CallProblem } from './call-problem.ts'
import type { KeptTalk } from './kept-talk.ts'
import type { MediaTransport } from './media-transport.ts'

/** One turn as it is shown: the text so far, until `final`. */
export interface Caption {
  turnId: string
  role: Role
  text: string
  final: boolean
  /** ms from the talk's start. */
  startMs: number
  endMs: number
  /** Set on a partner's turn that the user cut short: how much of it had been heard. */
  heardMs?: number
}

export interface CallNotice {
  code: string
  /** The server's own sentence, for a code that has no words here. Empty when the client made the notice. */
  message: string
}

/** How a call came to its end: by the talk's own ending, or because it could not be held. */
export type CallEnd = { kind: 'ended'; reason: EndReason } | { kind: 'problem'; problem: CallProblem }

/** What is true in every state; it outlives the call, until the next one starts. */
export interface CallContent {
  /** How the sound is carried. It may change in mid-call; the talk stays the same. */
  transport: MediaTransport
  muted: boolean
  /** In order of their start. */
  captions: readonly Caption[]
  speaking: Readonly<Record<Role, boolean>>
  /** For each partner's turn: the end of the user's speech to the first packet of the answer. */
  latencies: readonly { turnId: string; ms: number }[]
  /** The newest last; the oldest is dropped past `MAX_NOTICES`. */
  notices: readonly CallNotice[]
}

/** The three ways of which a call is made. Its state is read from them. */
export interface CallLinks {
  /** What the server says of the talk. */
  server: Exclude<TalkState, 'ended'>
  media: PeerConnectionState
  /** The socket of captions and state. While it is down, voice may well go on. */
  signalling: 'up' | 'down'
}

/**
 * All that there is to know of a call, immutable: a new object for each change, the same one without.
 * `liveSinceMs` is of the call's clock.
 */
export type CallSnapshot = CallContent &
  (
    | { state: 'idle' }
    | { state: 'requestingMicrophone'; scenarioId: string }
    | { state: 'connecting'; scenarioId: string; attempt: number; talkId?: string; links: CallLinks }
    | {
        state: 'live' | 'reconnecting'
        scenarioId: string
        talkId: string
        liveSinceMs: number
        links: CallLinks
      }
    | { state: 'ended'; scenarioId: string; talkId?: string; end: CallEnd; durationMs: number }
  )

export type CallState = CallSnapshot['state']

export type CallAction =
  | { type: 'started'; scenarioId: string }
  /** A talk that runs is gone on with, from a program before this one. */
  | { type: 'resumed'; kept: KeptTalk; atMs: number }
  /** What was said before this program came. */
  | { type: 'remembered'; captions: readonly Caption[] }
  /** A connection is being made, the first or a retry. */
  | { type: 'attempted'; attempt: number }
  /** The server told which talk this is, other than by its answer. */
  | { type: 'named'; talkId: string; atMs: number }
  | { type: 'event'; event: TalkEvent; atMs: number }
  | { type: 'transport'; transport: MediaTransport }
  | { type: 'media'; state: PeerConnectionState; atMs: number }
  | { type: 'signalling'; signalling: 'up' | 'down' }
  | { type: 'muted'; muted: boolean }
  | { type: 'notice'; notice: CallNotice }
  | { type: 'ended'; end: CallEnd; atMs: number }

/** More than a person reads; a talk in order makes none. */
const MAX_NOTICES = 20

const emptyContent: CallContent = {
  transport: 'webrtc',
  muted: false,
  captions: [],
  speaking: { user: false, partner: false },
  latencies: [],
  notices: [],
}

export const idleCall: CallSnapshot = { state: 'idle', ...emptyContent }

/** The one place where a call changes. An action that means nothing in a state leaves it as it is. */
export function reduceCall(call: CallSnapshot, action: CallAction): CallSnapshot {
  if (action.type === 'started') {
    return { ...emptyContent, state: 'requestingMicrophone', scenarioId: action.scenarioId }
  }
  if (action.type === 'resumed') return resumed(action.kept, action.atMs)
  if (call.state === 'idle' || call.state === 'ended') return call
  switch (action.type) {
    case 'remembered':
      return { ...call, captions: withCaptionsBefore(call.captions, action.captions) }
    case 'muted':
      return call.muted === action.muted ? call : { ...call, muted: action.muted }
    case 'notice':
      return withNotice(call, action.notice)
    case 'ended':
      return ended(call, action.end, action.atMs)
    case 'attempted':
      return attempted(call, action.attempt)
  }
  if (call.state === 'requestingMicrophone') return call
  switch (action.type) {
    case 'named':
      return call.state === 'connecting'
        ? withLinks({ ...call, talkId: action.talkId }, {}, action.atMs)
        : call
    case 'transport':
      return call.transport === action.transport ? call : { ...call, transport: action.transport }
    case 'media':
      return call.links.media === action.state ? call : withLinks(call, { media: action.state }, action.atMs)
    case 'signalling':
      return call.links.signalling === action.signalling
        ? call
        : { ...call, links: { ...call.links, signalling: action.signalling } }
    case 'event':
      return withEvent(call, action.event, action.atMs)
  }
}

type RunningCall = Extract<CallSnapshot, { scenarioId: string }>
type LinkedCall = Extract<CallSnapshot, { links: CallLinks }>

function withEvent(call: LinkedCall, event: TalkEvent, atMs: number): CallSnapshot {
  switch (event.type) {
    case 'answer':
      return call.state === 'connecting' ? { ...call, talkId: event.talkId } : call
    case 'state':
      return event.state === 'ended'
        ? ended(call, { kind: 'ended', reason: event.reason ?? 'internalError' }, atMs)
        : withLinks(call, { server: event.state }, atMs)
    case 'transcript': {
      const { type: _, ...caption } = event
      return { ...call, captions: withCaption(call.captions, caption) }
    }
    case 'interrupted':
      return {
        ...call,
        captions: call.captions.map((caption) =>
          caption.turnId === event.turnId ? { ...caption, heardMs: event.heardMs } : caption,
        ),
      }
    case 'speaking':
      return call.speaking[event.role] === event.active
        ? call
        : { ...call, speaking: { ...call.speaking, [event.role]: event.active } }
    case 'latency':
      // Told by two ways while one takes over from the other.
      if (call.latencies.some(({ turnId }) => turnId === event.turnId)) return call
      return { ...call, latencies: [...call.latencies, { turnId: event.turnId, ms: event.ms }] }
    case 'notice':
      return withNotice(call, { code: event.code, message: event.message })
    // `candidate` is the peer's business; nothing shows `tool` and `handover` so far.
    case 'candidate':
    case 'tool':
    case 'handover':
      return call
  }
}

function attempted(call: Exclude<RunningCall, { state: 'ended' }>, attempt: number): CallSnapshot {
  // Once live, a call goes on as it is or ends: a second talk would not know what was said in the first.
  if (call.state === 'live' || call.state === 'reconnecting') return call
  const { transport, muted, captions, speaking, latencies, notices, scenarioId } = call
  const links: CallLinks = { server: 'connecting', media: 'new', signalling: 'up' }
  const content = { transport, muted, captions, speaking, latencies, notices }
  return { ...content, state: 'connecting', scenarioId, attempt, links }
}

function resumed({ scenarioId, talkId, transport, muted, elapsedMs }: KeptTalk, atMs: number): CallSnapshot {
  // What the server has to say against it comes as an event.
  const links: CallLinks = { server: 'live', media: 'new', signalling: 'up' }
  const liveSinceMs = atMs - elapsedMs
  return { ...emptyContent, transport, muted, state: 'reconnecting', scenarioId, talkId, liveSinceMs, links }
}

/** A call is live when both the server says so and voice gets through; what was live once is reconnecting. */
function withLinks(call: LinkedCall, change: Partial<CallLinks>, atMs: number): CallSnapshot {
  const links = { ...call.links, ...change }
  const up = links.server === 'live' && links.media === 'connected'
  if (call.state !== 'connecting') return { ...call, links, state: up ? 'live' : 'reconnecting' }
  const { attempt: _, talkId, ...rest } = call
  if (!up || talkId === undefined) return { ...call, links }
  return { ...rest, talkId, links, state: 'live', liveSinceMs: atMs }
}

function ended(call: Exclude<RunningCall, { state: 'ended' }>, end: CallEnd, atMs: number): CallSnapshot {
  const { transport, muted, latencies, notices, scenarioId } = call
  const wasLive = call.state === 'live' || call.state === 'reconnecting'
  const talkId = call.state === 'requestingMicrophone' ? undefined : call.talkId
  return {
    state: 'ended',
    scenarioId,
    end,
    durationMs: wasLive ? atMs - call.liveSinceMs : 0,
    transport,
    muted,
    latencies,
    notices,
    speaking: { user: false, partner: false },
    // No word will be added to them any more.
    captions: call.captions.map((caption) => (caption.final ? caption : { ...caption, final: true })),
    ...(talkId === undefined ? {} : { talkId }),
  }
}

function withNotice<Call extends CallSnapshot>(call: Call, notice: CallNotice): Call {
  return { ...call, notices: [...call.notices, notice].slice(-MAX_NOTICES) }
}

/** What is known by events already is the newer. */
function withCaptionsBefore(captions: readonly Caption[], earlier: readonly Caption[]): readonly Caption[] {
  const known = new Set(captions.map(({ turnId }) => turnId))
  const unknown = earlier.filter(({ turnId }) => !known.has(turnId))
  return [...unknown, ...captions].toSorted((one, other) => one.startMs - other.startMs)
}

function withCaption(captions: readonly Caption[], caption: Caption): readonly Caption[] {
  const index = captions.findIndex(({ turnId }) => turnId === caption.turnId)
  const known = captions[index]
  const next = known?.heardMs === undefined ? caption : { ...caption, heardMs: known.heardMs }
  // A turn may learn its true start late, so it is taken out and put where it belongs.
  const others = known === undefined ? captions : captions.toSpliced(index, 1)
  const after = others.findLastIndex(({ startMs }) => startMs <= next.startMs)
  return others.toSpliced(after + 1, 0, next)
}
