import type { IceCandidateInit, IceServer } from '../../shared/ice.ts'
import type { TalkEvent } from '../../shared/talk-event.ts'
import type { CallClock } from './call-clock.ts'
import type { CallPeer, CreateCallPeer, PeerConnectionState } from './call-peer.ts'
import { CallError, type CallProblem, problemFrom } from './call-problem.ts'
import type { CallAction, CallEnd } from './call-state.ts'
import type { TalkApi } from './talk-api.ts'

/** The server answers within tens of ms; past this it is not there. */
const SERVER_TIMEOUT_MS = 5_000
/** Warm, voice gets through in 200 ms. Of connects begun on a busy server some never do: those are made anew. */
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
  dispatch: (action: CallAction) => void
}

type Timer = 'server' | 'connect' | 'live' | 'lost' | 'hangUp'

/**
 * One call from the tap on start to its end: owns the peer, the subscription and the timers, and tells what
 * happens by actions. Made by `TalkCall`, one for each start.
 */
export class CallRun {
  readonly #scenarioId: string
  readonly #client: TalkApi
  readonly #clock: CallClock
  readonly #dispatch: (action: CallAction) => void
  readonly #peer: CallPeer
  readonly #over = new AbortController()
  readonly #done = Promise.withResolvers<void>()
  readonly #timers = new Map<Timer, () => void>()
  #iceServers: readonly IceServer[] = []
  #attempt = 0
  #heardFromServer = false
  #everConnected = false
  #subscription: { unsubscribe(): void } | undefined
  #talkId: string | undefined
  #hangingUp = false
  /** Made before the answer told whose they are. */
  #waitingCandidates: (IceCandidateInit | null)[] = []
  /** The peer takes answer and candidates one after another, in the order they came in. */
  #remote: Promise<void> = Promise.resolve()

  /** Makes the peer at once, so that its loudspeaker is unlocked inside the tap that started the call. */
  constructor(options: CallRunOptions) {
    this.#scenarioId = options.scenarioId
    this.#client = options.client
    this.#clock = options.clock
    this.#dispatch = options.dispatch
    this.#dispatch({ type: 'started', scenarioId: options.scenarioId })
    this.#peer = options.createPeer({
      onCandidate: (candidate) => this.#sendCandidate(candidate),
      onConnectionState: (state) => this.#onMedia(state),
      onTrouble: (code) => this.#dispatch({ type: 'notice', notice: { code, message: '' } }),
    })
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

  /** Asks for the microphone and for ICE servers side by side, then connects. Called once. */
  async begin(): Promise<void> {
    try {
      const iceServers = this.#askIceServers()
      await this.#peer.openMicrophone()
      this.#iceServers = await iceServers
      if (this.#over.signal.aborted) return
      this.#setTimer('live', LIVE_TIMEOUT_MS, () => this.#fail({ type: 'connectionFailed' }))
      this.#connect()
    } catch (error) {
      this.#fail(problemFrom(error))
    }
  }

  /**
   * The user's hang-up: the partner hears of it, the talk's last events come in, then all is given back.
   * Idempotent; every caller awaits the same end.
   */
  async hangUp(): Promise<void> {
    if (this.#over.signal.aborted || this.#hangingUp) return this.done
    this.#hangingUp = true
    if (this.#subscription === undefined) {
      this.#finish(hungUp)
      return this.done
    }
    // From here on nothing is said to the partner any more.
    this.#peer.setMuted(true)
    this.#setTimer('hangUp', HANG_UP_TIMEOUT_MS, () => this.#finish(hungUp))
    // While the answer is still out, nobody knows the talk by name: it is ended when the answer comes.
    if (this.#talkId !== undefined) this.#endTalk(this.#talkId)
    return this.done
  }

  /** Lets go at once: the page goes away. The server is told without waiting for its reply. Idempotent. */
  async close(): Promise<void> {
    if (!this.#over.signal.aborted) {
      if (this.#talkId !== undefined) this.#client.endTalkNow(this.#talkId)
      this.#finish(hungUp)
    }
    return this.done
  }

  #askIceServers(): Promise<readonly IceServer[]> {
    const asked = new Promise<readonly IceServer[]>((resolve, reject) => {
      const giveUp = () => reject(new CallError({ type: 'serverUnreachable' }))
      this.#over.signal.addEventListener('abort', giveUp, { once: true })
      this.#setTimer('server', SERVER_TIMEOUT_MS, giveUp)
      this.#client.server.iceServers.query(undefined, { signal: this.#over.signal }).then(resolve, reject)
    })
    const cleared = asked.finally(() => this.#clearTimer('server'))
    // The microphone may be refused before anyone awaits this.
    cleared.catch(() => {})
    return cleared
  }

  #connect(): void {
    const attempt = ++this.#attempt
    this.#subscription?.unsubscribe()
    this.#subscription = undefined
    // A talk that was begun for nothing would count against the user's limit until the server misses them.
    if (this.#talkId !== undefined) this.#endTalk(this.#talkId)
    this.#talkId = undefined
    this.#waitingCandidates = []
    this.#remote = Promise.resolve()
    this.#dispatch({ type: 'attempted', attempt })
    this.#setTimer('connect', CONNECT_TIMEOUT_MS, () => this.#connectFailed(attempt))
    this.#peer
      .createOffer(this.#iceServers)
      .then((sdp) => this.#subscribe(attempt, sdp))
      .catch((error: unknown) => this.#fail(problemFrom(error)))
  }

  #subscribe(attempt: number, sdp: string): void {
    if (!this.#isCurrent(attempt)) return
    this.#subscription = this.#client.talk.connect.subscribe(
      { scenarioId: this.#scenarioId, offer: { type: 'offer', sdp } },
      {
        onData: ({ data }) => this.#isCurrent(attempt) && this.#onEvent(attempt, data),
        onError: (error) => this.#isCurrent(attempt) && this.#fail(problemFrom(error)),
        onComplete: () => this.#isCurrent(attempt) && this.#fail({ type: 'connectionLost' }),
        onConnectionStateChange: ({ state }) => {
          if (!this.#isCurrent(attempt)) return
          this.#dispatch({ type: 'signalling', signalling: state === 'pending' ? 'up' : 'down' })
        },
      },
    )
    // A refusal may have come before there was a subscription to end.
    if (!this.#isCurrent(attempt)) this.#subscription.unsubscribe()
  }

  #onEvent(attempt: number, event: TalkEvent): void {
    this.#heardFromServer = true
    switch (event.type) {
      case 'answer':
        if (this.#talkId !== undefined) return
        this.#talkId = event.talkId
        if (this.#hangingUp) this.#endTalk(event.talkId)
        this.#applyRemote(attempt, () => this.#peer.acceptAnswer(event.sdp))
        for (const candidate of this.#waitingCandidates.splice(0)) this.#sendCandidate(candidate)
        break
      case 'candidate':
        this.#applyRemote(attempt, () => this.#peer.addCandidate(event.candidate))
        break
      case 'state':
        if (event.state === 'ended') {
          this.#finish({ kind: 'ended', reason: event.reason ?? 'internalError' })
          return
        }
        if (event.state === 'live') this.#clearTimer('live')
        break
    }
    this.#dispatch({ type: 'event', event, atMs: this.#clock.nowMs() })
  }

  #applyRemote(attempt: number, apply: () => Promise<void>): void {
    this.#remote = this.#remote
      .then(() => (this.#isCurrent(attempt) ? apply() : undefined))
      .catch(() => this.#connectFailed(attempt))
  }

  #sendCandidate(candidate: IceCandidateInit | null): void {
    if (this.#over.signal.aborted) return
    if (this.#talkId === undefined) {
      this.#waitingCandidates.push(candidate)
      return
    }
    // One lost candidate leaves the others; whether they are enough, the connect timeout finds out.
    this.#client.talk.candidate.mutate({ talkId: this.#talkId, candidate }).catch(() => {})
  }

  #onMedia(state: PeerConnectionState): void {
    if (this.#over.signal.aborted) return
    this.#dispatch({ type: 'media', state, atMs: this.#clock.nowMs() })
    if (state === 'connected') {
      this.#everConnected = true
      this.#clearTimer('connect')
      this.#clearTimer('lost')
    } else if (!this.#everConnected) {
      if (state === 'failed') this.#connectFailed(this.#attempt)
    } else if (!this.#timers.has('lost')) {
      this.#setTimer('lost', LOST_TIMEOUT_MS, () => this.#lose())
    }
  }

  #connectFailed(attempt: number): void {
    if (!this.#isCurrent(attempt) || this.#everConnected) return
    if (attempt < MAX_ATTEMPTS && !this.#hangingUp) this.#connect()
    else this.#lose()
  }

  #lose(): void {
    if (this.#talkId !== undefined) this.#endTalk(this.#talkId)
    if (!this.#heardFromServer) this.#fail({ type: 'serverUnreachable' })
    else this.#fail({ type: this.#everConnected ? 'connectionLost' : 'connectionFailed' })
  }

  /** Best effort: a talk whose end does not get through is ended by the server, which misses its user. */
  #endTalk(talkId: string): void {
    this.#client.talk.end.mutate({ talkId }).catch(() => {})
  }

  #fail(problem: CallProblem): void {
    this.#finish(this.#hangingUp ? hungUp : { kind: 'problem', problem })
  }

  /** State first, then everything that is held, the peer last. */
  #finish(end: CallEnd): void {
    if (this.#over.signal.aborted) return
    this.#over.abort()
    for (const cancel of this.#timers.values()) cancel()
    this.#timers.clear()
    this.#subscription?.unsubscribe()
    const closed = this.#peer.close()
    this.#dispatch({ type: 'ended', end, atMs: this.#clock.nowMs() })
    // What could not be given back is not the user's business any more.
    Promise.resolve(closed).then(this.#done.resolve, () => this.#done.resolve())
  }

  #isCurrent(attempt: number): boolean {
    return attempt === this.#attempt && !this.#over.signal.aborted
  }

  #setTimer(name: Timer, delayMs: number, run: () => void): void {
    this.#clearTimer(name)
    const cancel = this.#clock.after(delayMs, () => {
      this.#timers.delete(name)
      run()
    })
    this.#timers.set(name, cancel)
  }

  #clearTimer(name: Timer): void {
    this.#timers.get(name)?.()
    this.#timers.delete(name)
  }
}

const hungUp: CallEnd = { kind: 'ended', reason: 'hungUp' }
