import type { EndReason } from '../../shared/error-reason.ts'
import type { TalkEvent } from '../../shared/talk-event.ts'
import type { CallClock } from './call-clock.ts'
import type { CallPeer, IceSetup, PeerConnectionState } from './call-peer.ts'
import { CallError, type CallProblem, problemFrom } from './call-problem.ts'
import type { KeptTalk } from './kept-talk.ts'
import { MediaPath } from './media-path.ts'
import type { SocketMessage } from './media-socket.ts'
import type { MediaTransport } from './media-transport.ts'
import type { TalkApi } from './talk-api.ts'
import { TalkFeed, type TalkFeedOptions } from './talk-feed.ts'
import { Timers } from './timers.ts'

/**
 * To the answer; where there is no WebSocket way, to the connection. Warm, voice gets through in 200 ms. Of connects
 * begun on a busy server some never do: those are made anew.
 */
const CONNECT_TIMEOUT_MS = 5_000

/** What an attempt tells its call. Nothing comes after `close`. */
export interface CallAttemptEvents {
  /** A word from the server, whatever it says: it is there. */
  onHeard(): void
  /** The server told which talk this is, other than by its answer. */
  onNamed(talkId: string): void
  /** What the server tells of the talk, but for its end. */
  onEvent(event: TalkEvent): void
  onTalkEnded(reason: EndReason): void
  onSignalling(signalling: 'up' | 'down'): void
  /** Whether sound flows: `connected`, or what stands in its way. */
  onMedia(state: PeerConnectionState): void
  onTransport(transport: MediaTransport): void
  /** The sound finds no way; another attempt may find one. */
  onStuck(): void
  /** The server takes the sound of this talk no more. */
  onLost(): void
  /** The server refused the talk, or failed. */
  onFailed(problem: CallProblem): void
}

export interface CallAttemptOptions {
  /** Stays its owner's. */
  peer: CallPeer
  client: TalkApi
  clock: CallClock
  events: CallAttemptEvents
}

/**
 * One attempt at a call: a talk asked for, or one that runs taken up, with the subscription that brings its events and
 * the way of its sound, and owns both. Begun once, by `offer`, `beginBySocket`, or `takeUp`. Made by `CallRun`.
 */
export class CallAttempt {
  /** The way of the sound. The attempt closes it. */
  readonly path: MediaPath
  readonly #client: TalkApi
  readonly #hasSocketWay: boolean
  readonly #events: CallAttemptEvents
  readonly #timers: Timers<'connect'>
  /** The subscription; none where the socket that carries the sound brings the events too. */
  #feed: TalkFeed | undefined
  #talkId: string | undefined
  /** The talk is unwanted, and ended as soon as it has a name. */
  #unwanted = false
  #closed = false

  constructor({ peer, client, clock, events }: CallAttemptOptions) {
    this.#client = client
    this.#hasSocketWay = peer.openSocket !== undefined
    this.#events = events
    this.#timers = new Timers(clock)
    this.path = new MediaPath({
      peer,
      client,
      clock,
      events: {
        onMedia: (state) => this.#onMedia(state),
        onTransport: (transport) => !this.#closed && this.#events.onTransport(transport),
        onSocketTalk: (talkId) => this.#onSocketTalk(talkId),
        onSocketMessage: (message) => this.#onSocketMessage(message),
        onStuck: () => this.#events.onStuck(),
        onRefused: (refusal) => this.#onRefused(refusal),
      },
    })
  }

  /** Of the newest event: the proof that the talk is this client's. */
  get lastEventId(): string | undefined {
    return this.#feed?.lastEventId
  }

  /** Asks for a talk over WebRTC. */
  offer(scenarioId: string, ice: IceSetup): void {
    if (this.#closed) return
    this.#timers.set('connect', CONNECT_TIMEOUT_MS, () => this.#events.onStuck())
    this.path
      .offer(ice)
      .then((sdp) => this.#follow({ scenarioId, offer: { type: 'offer', sdp } }))
      .catch((error: unknown) => !this.#closed && this.#events.onFailed(problemFrom(error)))
  }

  /** Without WebRTC, the talk and its events come by the socket that carries the sound. */
  beginBySocket(scenarioId: string): void {
    if (!this.#closed) this.path.beginBySocket(scenarioId)
  }

  /**
   * Takes up the events of a talk that runs, from where they were left; its sound follows by `path.resume`.
   * @returns resolves when the server has handed the talk over; never, where it does not
   */
  takeUp({ scenarioId, talkId, lastEventId }: KeptTalk): Promise<void> {
    this.#talkId = talkId
    return new Promise((resolve) => this.#follow({ scenarioId, lastEventId }, resolve))
  }

  /** A typed line as the user's turn. @throws CallError connectionLost; what the server answers */
  async say(text: string): Promise<void> {
    const talkId = this.#talkId
    if (talkId === undefined) throw new CallError({ type: 'connectionLost' })
    if (this.#feed) await this.#client.talk.say.mutate({ talkId, text })
    else this.path.sendToSocket({ type: 'say', text })
  }

  /**
   * Best effort: a talk whose end does not get through is ended by the server, which misses its user. While the answer
   * is still out, nobody knows the talk by name: it is ended when the answer comes.
   * @returns whether the talk's last events are still to come
   */
  endTalk(): boolean {
    this.#unwanted = true
    const talkId = this.#talkId
    if (!this.#feed) this.path.sendToSocket({ type: 'end' })
    if (talkId !== undefined) this.#client.talk.end.mutate({ talkId }).catch(() => {})
    return this.#feed !== undefined || talkId !== undefined
  }

  /** As `endTalk`, but sent before this returns: for a page that goes away. */
  endTalkNow(): void {
    if (this.#talkId !== undefined) this.#client.endTalkNow(this.#talkId)
    if (!this.#feed) this.path.sendToSocket({ type: 'end' })
  }

  /** Idempotent. The talk goes on, unless it was ended before. */
  close(): void {
    this.#closed = true
    this.#timers.clearAll()
    this.#feed?.close()
    this.path.close()
  }

  #follow(input: TalkFeedOptions['input'], onStarted = () => {}): void {
    if (this.#closed) return
    this.#feed = new TalkFeed({
      client: this.#client,
      input,
      onStarted: () => {
        this.#events.onHeard()
        onStarted()
      },
      onEvent: (event) => this.#onEvent(event),
      onFailed: (error) => this.#events.onFailed(problemFrom(error)),
      onComplete: () => this.#events.onFailed({ type: 'connectionLost' }),
      onSignalling: (signalling) => this.#events.onSignalling(signalling),
    })
    // It may have failed before there was anything to close.
    if (this.#closed) this.#feed.close()
  }

  #onEvent(event: TalkEvent): void {
    this.#events.onHeard()
    if (event.type === 'state' && event.state === 'ended') {
      this.#events.onTalkEnded(event.reason ?? 'internalError')
      return
    }
    if (event.type === 'answer') {
      if (this.#talkId !== undefined) return
      this.#onAnswer(event.talkId, event.sdp)
    }
    if (event.type === 'candidate') this.path.addCandidate(event.candidate)
    this.#events.onEvent(event)
  }

  #onAnswer(talkId: string, sdp: string): void {
    this.#talkId = talkId
    if (this.#unwanted) this.endTalk()
    // From here on the path itself knows when to take the other way.
    if (this.#hasSocketWay) this.#timers.clear('connect')
    this.path.answered(talkId, sdp)
  }

  #onSocketTalk(talkId: string): void {
    if (this.#closed) return
    this.#events.onHeard()
    if (this.#talkId !== undefined) return
    this.#talkId = talkId
    this.#events.onNamed(talkId)
  }

  /** The subscription brings the same events, each once and none missing; the socket steps in where it cannot. */
  #onSocketMessage(message: SocketMessage): void {
    if (message.type === 'talk' || message.type === 'error') return
    if (!this.#feed?.up) this.#onEvent(message)
  }

  #onRefused({ code, message }: { code: string; message: string }): void {
    if (code === 'talkNotFound' || code === 'talkEnded') this.#events.onTalkEnded('talkNotFound')
    else if (this.#feed) this.#events.onLost()
    else this.#events.onFailed(problemFrom({ message, data: { reason: code } }))
  }

  #onMedia(state: PeerConnectionState): void {
    if (this.#closed) return
    if (state === 'connected') this.#timers.clear('connect')
    this.#events.onMedia(state)
  }
}
