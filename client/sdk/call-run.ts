import type { TalkEvent } from '../../shared/talk-event.ts'
import { askIceSetup } from './ask-ice-setup.ts'
import type { CallClock } from './call-clock.ts'
import type { CallPeer, CreateCallPeer, IceSetup, PeerConnectionState } from './call-peer.ts'
import { CallError, type CallProblem, problemFrom } from './call-problem.ts'
import type { CallAction, CallEnd, CallSnapshot } from './call-state.ts'
import type { KeptTalk } from './kept-talk.ts'
import { MediaPath } from './media-path.ts'
import type { SocketMessage } from './media-socket.ts'
import type { NetworkChanges } from './network-changes.ts'
import type { NetworkStats } from './network-stats.ts'
import type { TalkApi } from './talk-api.ts'
import { TalkFeed, type TalkFeedOptions } from './talk-feed.ts'
import { Timers } from './timers.ts'

/**
 * To the answer; where there is no WebSocket way, to the connection. Warm, voice gets through in 200 ms. Of connects
 * begun on a busy server some never do: those are made anew.
 */
const CONNECT_TIMEOUT_MS = 5_000
const MAX_ATTEMPTS = 2
/** The server gives up on its partner's service after 10 s and says so; this is for when it does not. */
const LIVE_TIMEOUT_MS = 20_000
/** How long a call without voice keeps the microphone: the server ends such a talk after 30 s too. */
const LOST_TIMEOUT_MS = 30_000
/** How long a hang-up waits for the talk's last events before it lets go of everything. */
const HANG_UP_TIMEOUT_MS = 3_000

export interface CallRunOptions {
  scenarioId: string
  client: TalkApi
  createPeer: CreateCallPeer
  clock: CallClock
  networkChanges: NetworkChanges
  dispatch: (action: CallAction) => void
}

/**
 * One call from the tap on start to its end: owns the peer, the way of its sound, the subscription and the timers,
 * and tells what happens by actions. Made by `TalkCall`, one for each start.
 */
export class CallRun {
  readonly #scenarioId: string
  readonly #client: TalkApi
  readonly #clock: CallClock
  readonly #dispatch: (action: CallAction) => void
  readonly #peer: CallPeer
  readonly #over = new AbortController()
  readonly #done = Promise.withResolvers<void>()
  readonly #timers: Timers<'connect' | 'live' | 'lost' | 'hangUp'>
  readonly #unsubscribeFromNetwork: () => void
  #ice: IceSetup = { iceServers: [], iceTransportPolicy: 'all' }
  #attempt = 0
  #heardFromServer = false
  #everConnected = false
  #feed: TalkFeed | undefined
  /** The way of the sound in the newest attempt. */
  #path: MediaPath | undefined
  #talkId: string | undefined
  #hangingUp = false

  /** Makes the peer at once, so that its loudspeaker is unlocked inside the tap that started the call. */
  constructor(options: CallRunOptions) {
    this.#scenarioId = options.scenarioId
    this.#client = options.client
    this.#clock = options.clock
    this.#dispatch = options.dispatch
    this.#timers = new Timers(options.clock)
    this.#dispatch({ type: 'started', scenarioId: options.scenarioId })
    this.#peer = options.createPeer({
      onCandidate: (candidate) => this.#path?.sendCandidate(candidate),
      onConnectionState: (state) => this.#path?.onConnectionState(state),
      onTrouble: (code) => this.#dispatch({ type: 'notice', notice: { code, message: '' } }),
    })
    this.#unsubscribeFromNetwork = options.networkChanges.subscribe(() => this.#path?.networkChanged())
  }

  get talkId(): string | undefined {
    return this.#talkId
  }

  get peer(): CallPeer {
    return this.#peer
  }

  /** Resolves when the call has ended and everything it held is given back. Never rejects. */
  get done(): Promise<void> {
    return this.#done.promise
  }

  /** How the sound is carried; undefined before anything is known of that, and after the end. */
  network(): NetworkStats | undefined {
    return this.#over.signal.aborted ? undefined : this.#path?.network()
  }

  /** Asks for the microphone and for ICE servers side by side, then connects. Called once. */
  async begin(): Promise<void> {
    try {
      await this.#prepare()
      if (this.#over.signal.aborted) return
      this.#timers.set('live', LIVE_TIMEOUT_MS, () => this.#fail({ type: 'connectionFailed' }))
      if (this.#peer.canOffer) this.#connect()
      else this.#connectBySocket()
    } catch (error) {
      this.#fail(problemFrom(error))
    }
  }

  /** Goes on with a talk that runs, in place of `begin`. */
  async resume(kept: KeptTalk): Promise<void> {
    const { scenarioId, talkId, lastEventId, muted } = kept
    this.#talkId = talkId
    this.#everConnected = true
    this.#dispatch({ type: 'resumed', kept, atMs: this.#clock.nowMs() })
    this.#timers.set('lost', LOST_TIMEOUT_MS, () => this.#lose())
    if (muted) this.#peer.setMuted(true)
    const { attempt, path } = this.#beginAttempt()
    const prepared = this.#prepare()
    try {
      // The events of what goes on meanwhile come at once; sound needs the microphone first.
      const followed = new Promise<void>((resolve) =>
        this.#follow(attempt, { scenarioId, lastEventId }, resolve),
      )
      await Promise.all([followed.then(() => this.#remember(talkId)), prepared])
      if (this.#isCurrent(attempt)) path.resume(talkId, this.#ice, kept.transport)
    } catch (error) {
      this.#fail(problemFrom(error))
    }
  }

  /** A typed line as the user's turn. @throws what the server answers */
  async say(text: string): Promise<void> {
    const talkId = this.#talkId
    if (talkId === undefined) throw new CallError({ type: 'connectionLost' })
    if (this.#feed) await this.#client.talk.say.mutate({ talkId, text })
    else this.#path?.sendToSocket({ type: 'say', text })
  }

  /**
   * The user's hang-up: the partner hears of it, the talk's last events come in, then all is given back.
   * Idempotent; every caller awaits the same end.
   */
  async hangUp(): Promise<void> {
    if (this.#over.signal.aborted || this.#hangingUp) return this.done
    this.#hangingUp = true
    if (!this.#feed && this.#talkId === undefined) {
      this.#path?.sendToSocket({ type: 'end' })
      this.#finish(hungUp)
      return this.done
    }
    // From here on nothing is said to the partner any more.
    this.#peer.setMuted(true)
    this.#timers.set('hangUp', HANG_UP_TIMEOUT_MS, () => this.#finish(hungUp))
    // While the answer is still out, nobody knows the talk by name: it is ended when the answer comes.
    if (this.#talkId !== undefined) this.#endTalk(this.#talkId)
    return this.done
  }

  /** Lets go at once of what can be gone on with; what cannot is closed. */
  depart(call: CallSnapshot): KeptTalk | undefined {
    const lastEventId = this.#feed?.lastEventId
    if ((call.state !== 'live' && call.state !== 'reconnecting') || lastEventId === undefined) {
      void this.close()
      return undefined
    }
    if (this.#hangingUp || this.#over.signal.aborted) return undefined
    const { scenarioId, talkId, transport, muted, liveSinceMs } = call
    this.#client.leaveTalkNow(talkId)
    this.#finish({ kind: 'problem', problem: { type: 'connectionLost' } })
    const elapsedMs = this.#clock.nowMs() - liveSinceMs
    return { scenarioId, talkId, lastEventId, transport, muted, elapsedMs }
  }

  /** Lets go at once: the page goes away. The server is told without waiting for its reply. Idempotent. */
  async close(): Promise<void> {
    if (!this.#over.signal.aborted) {
      if (this.#talkId !== undefined) this.#client.endTalkNow(this.#talkId)
      if (!this.#feed) this.#path?.sendToSocket({ type: 'end' })
      this.#finish(hungUp)
    }
    return this.done
  }

  async #prepare(): Promise<void> {
    const ice = askIceSetup({ client: this.#client, clock: this.#clock, signal: this.#over.signal })
    // The microphone may be refused before anyone awaits this.
    ice.catch(() => {})
    await this.#peer.openMicrophone()
    this.#ice = await ice
  }

  /** Captions of before this program came. Without them the talk goes on all the same. */
  async #remember(talkId: string): Promise<void> {
    const signal = this.#over.signal
    const { turns } = await this.#client.talk.get.query({ talkId }, { signal }).catch(() => ({ turns: [] }))
    this.#dispatch({
      type: 'remembered',
      captions: turns.map(({ id, role, text, startMs, endMs, heardMs }) => {
        const caption = { turnId: id, role, text, final: true, startMs, endMs }
        return heardMs === undefined ? caption : { ...caption, heardMs }
      }),
    })
  }

  #connect(): void {
    const { attempt, path } = this.#beginAttempt()
    this.#timers.set('connect', CONNECT_TIMEOUT_MS, () => this.#connectFailed(attempt))
    path
      .offer(this.#ice)
      .then((sdp) => this.#follow(attempt, { scenarioId: this.#scenarioId, offer: { type: 'offer', sdp } }))
      .catch((error: unknown) => this.#isCurrent(attempt) && this.#fail(problemFrom(error)))
  }

  /** Without WebRTC, the talk and its events come by the socket that carries the sound. */
  #connectBySocket(): void {
    if (this.#peer.openSocket) this.#beginAttempt().path.beginBySocket(this.#scenarioId)
    else this.#fail({ type: 'connectionFailed' })
  }

  #beginAttempt(): { attempt: number; path: MediaPath } {
    const attempt = ++this.#attempt
    this.#feed?.close()
    this.#feed = undefined
    this.#path?.close()
    if (!this.#everConnected) {
      // A talk that was begun for nothing would count against the user's limit until the server misses them.
      if (this.#talkId !== undefined) this.#endTalk(this.#talkId)
      this.#talkId = undefined
    }
    this.#dispatch({ type: 'attempted', attempt })
    const path = new MediaPath({
      peer: this.#peer,
      client: this.#client,
      clock: this.#clock,
      events: {
        onMedia: (state) => this.#onMedia(state),
        onTransport: (transport) => this.#dispatch({ type: 'transport', transport }),
        onSocketTalk: (talkId) => this.#onSocketTalk(talkId),
        onSocketMessage: (message) => this.#isCurrent(attempt) && this.#onSocketMessage(message),
        onStuck: () => this.#connectFailed(attempt),
        onRefused: (refusal) => this.#isCurrent(attempt) && this.#onRefused(refusal),
      },
    })
    this.#path = path
    return { attempt, path }
  }

  #follow(attempt: number, input: TalkFeedOptions['input'], onStarted = () => {}): void {
    if (!this.#isCurrent(attempt)) return
    this.#feed = new TalkFeed({
      client: this.#client,
      input,
      onStarted: () => {
        if (!this.#isCurrent(attempt)) return
        this.#heardFromServer = true
        onStarted()
      },
      onEvent: (event) => this.#isCurrent(attempt) && this.#onEvent(event),
      onFailed: (error) => this.#isCurrent(attempt) && this.#fail(problemFrom(error)),
      onComplete: () => this.#isCurrent(attempt) && this.#fail({ type: 'connectionLost' }),
      onSignalling: (signalling) =>
        this.#isCurrent(attempt) && this.#dispatch({ type: 'signalling', signalling }),
    })
    // It may have failed before there was anything to close.
    if (!this.#isCurrent(attempt)) this.#feed.close()
  }

  #onEvent(event: TalkEvent): void {
    this.#heardFromServer = true
    switch (event.type) {
      case 'answer':
        if (this.#talkId !== undefined) return
        this.#talkId = event.talkId
        if (this.#hangingUp) this.#endTalk(event.talkId)
        // From here on the path itself knows when to take the other way.
        if (this.#peer.openSocket) this.#timers.clear('connect')
        this.#path?.answered(event.talkId, event.sdp)
        break
      case 'candidate':
        this.#path?.addCandidate(event.candidate)
        break
      case 'state':
        if (event.state === 'ended') {
          this.#finish({ kind: 'ended', reason: event.reason ?? 'internalError' })
          return
        }
        if (event.state === 'live') this.#timers.clear('live')
        break
    }
    this.#dispatch({ type: 'event', event, atMs: this.#clock.nowMs() })
  }

  #onSocketTalk(talkId: string): void {
    this.#heardFromServer = true
    if (this.#talkId !== undefined) return
    this.#talkId = talkId
    this.#dispatch({ type: 'named', talkId, atMs: this.#clock.nowMs() })
  }

  /** The subscription brings the same events, each once and none missing; the socket steps in where it cannot. */
  #onSocketMessage(message: SocketMessage): void {
    if (message.type === 'talk' || message.type === 'error') return
    if (!this.#feed?.up) this.#onEvent(message)
  }

  #onRefused({ code, message }: { code: string; message: string }): void {
    if (code === 'talkNotFound' || code === 'talkEnded') {
      this.#finish({ kind: 'ended', reason: 'talkNotFound' })
    } else if (this.#feed) {
      this.#lose()
    } else {
      this.#fail(problemFrom({ message, data: { reason: code } }))
    }
  }

  #onMedia(state: PeerConnectionState): void {
    if (this.#over.signal.aborted) return
    this.#dispatch({ type: 'media', state, atMs: this.#clock.nowMs() })
    if (state === 'connected') {
      this.#everConnected = true
      this.#timers.clear('connect', 'lost')
    } else if (this.#everConnected && !this.#timers.has('lost')) {
      this.#timers.set('lost', LOST_TIMEOUT_MS, () => this.#lose())
    }
  }

  #connectFailed(attempt: number): void {
    if (!this.#isCurrent(attempt)) return
    const again = attempt < MAX_ATTEMPTS && !this.#hangingUp && !this.#everConnected && this.#peer.canOffer
    if (again) this.#connect()
    else this.#lose()
  }

  #lose(): void {
    if (this.#talkId !== undefined) this.#endTalk(this.#talkId)
    if (!this.#heardFromServer) this.#fail({ type: 'serverUnreachable' })
    else this.#fail({ type: this.#everConnected ? 'connectionLost' : 'connectionFailed' })
  }

  /** Best effort: a talk whose end does not get through is ended by the server, which misses its user. */
  #endTalk(talkId: string): void {
    if (!this.#feed) this.#path?.sendToSocket({ type: 'end' })
    this.#client.talk.end.mutate({ talkId }).catch(() => {})
  }

  #fail(problem: CallProblem): void {
    this.#finish(this.#hangingUp ? hungUp : { kind: 'problem', problem })
  }

  /** State first, then everything that is held, the peer last. */
  #finish(end: CallEnd): void {
    if (this.#over.signal.aborted) return
    this.#over.abort()
    this.#timers.clearAll()
    this.#unsubscribeFromNetwork()
    this.#feed?.close()
    this.#path?.close()
    const closed = this.#peer.close()
    this.#dispatch({ type: 'ended', end, atMs: this.#clock.nowMs() })
    // What could not be given back is not the user's business any more.
    Promise.resolve(closed).then(this.#done.resolve, () => this.#done.resolve())
  }

  #isCurrent(attempt: number): boolean {
    return attempt === this.#attempt && !this.#over.signal.aborted
  }
}

const hungUp: CallEnd = { kind: 'ended', reason: 'hungUp' }
