import type { MessagePort } from 'node:worker_threads'
import type { EndReason, ErrorReason } from '../../shared/error-reason.ts'
import type { IceCandidateInit } from '../../shared/ice.ts'
import type { MediaStats } from '../../shared/media-stats.ts'
import type { Scenario } from '../../shared/scenario.ts'
import type { TalkEvent } from '../../shared/talk-event.ts'

/** What a host needs to run a talk. Plain data and ports: it may cross a thread. */
export interface TalkStart {
  talkId: string
  scenario: Scenario
  media: MediaStart
}

/** What carries the voices: a WebRTC connection to negotiate, or a socket behind a port (`SocketPeer`). */
export type MediaStart =
  | { type: 'webrtc'; offerSdp: string }
  | { type: 'socket'; port: MessagePort; hears: SocketHears }

/**
 * What a socket gets of the partner beside the talk's events: `sound`, frames at the pace of speech; `model`, what the
 * model says, as it comes; `nothing`, so that there is no sound in this talk at all.
 */
export type SocketHears = 'sound' | 'model' | 'nothing'

export type TalkCommand =
  | { type: 'candidate'; candidate: IceCandidateInit | null }
  | { type: 'say'; text: string }
  | { type: 'end'; reason: EndReason }
  /** The same connection anew (ICE restart), or another one that takes over once it is up; answered in the reply. */
  | { type: 'restart'; offerSdp: string }
  /** A socket takes over the media, and gets their sound. */
  | { type: 'attach'; port: MessagePort }
  /** How the voices get through, so far; told in the reply. */
  | { type: 'stats' }
  /** The client goes away, and has a few seconds to come back. */
  | { type: 'leave' }
  /** Whether anyone listens to the talk's events at the moment. */
  | { type: 'presence'; watched: boolean }

/** How a command went. A refusal is data, so that it can cross a thread. */
export type TalkReply =
  | { ok: true; answerSdp?: string; media?: MediaStats }
  | { ok: false; reason: ErrorReason; message: string; retryAfterMs?: number }

/**
 * Where talks run. All that goes in and comes out is plain data, and nothing is shared with the caller, so a
 * host can live in this thread or in another one. Owned by the app.
 */
export interface TalkHost extends AsyncDisposable {
  /**
   * Begins a talk. Resolves once the offer or the socket is taken; an answer comes as the first event after `state`.
   * When the reply is a refusal nothing was begun and no event comes.
   * @param onEvent called in order; after `state: ended` no event of this talk comes
   */
  start(start: TalkStart, onEvent: (event: TalkEvent) => void): Promise<TalkReply>
  /** A command to a talk that has ended is refused with `talkEnded`. */
  send(talkId: string, command: TalkCommand): Promise<TalkReply>
}
