import { askCaptions } from './ask-captions.ts'
import { askIceSetup } from './ask-ice-setup.ts'
import { CallAttempt } from './call-attempt.ts'
import type { CallClock } from './call-clock.ts'
import type { CallPeer, CreateCallPeer, IceSetup, PeerConnectionState } from './call-peer.ts'
import { CallError, type CallProblem, problemFrom } from './call-problem.ts'
import type { CallAction, CallEnd, CallSnapshot } from './call-state.ts'
import type { KeptTalk } from './kept-talk.ts'
import type { NetworkChanges } from './network-changes.ts'
import type { NetworkStats } from './network-stats.ts'
import type { TalkApi } from './talk-api.ts'
import { Timers } from './timers.ts'

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
 * One call from the tap on start to its end: owns the peer, the newest attempt and the timers, decides when to try
 * again, to wait and to give up, and tells what happens by actions. Made by `TalkCall`, one for each start.
 */
export class CallRun {
  readonly #scenarioId: string
  readonly #client: TalkApi
  readonly #clock: CallClock
  readonly #dispatch: (action: CallAction) => void
  readonly #peer: CallPeer
  readonly #over = new AbortController()
  readonly #done = Promise.withResolvers<void>()
  readonly #timers: Timers<'live' | 'lost' | 'hangUp'>
  readonly #unsubscribeFromNetwork: () => void
  #ice: IceSetup = { iceServers: [], iceTransportPolicy: 'all' }
  #attempts = 0
  /** The newest. */
  #attempt: CallAttempt | undefined
  #heardFromServer = false
  #everConnected = false
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
      onCandidate: (candidate) => this.#attempt?.path.sendCandidate(candidate),
      onConnectionState: (state) => this.#attempt?.path.onConnectionState(state),
      onTrouble: (code) => this.#dispatch({ type: 'notice', notice: { code, message: '' } }),
    })
    this.#unsubscribeFromNetwork = options.networkChanges.subscribe(() =>
      this.#attempt?.path.networkChanged(),
    )
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
    return this.#over.signal.aborted ? undefined : this.#attempt?.path.network()
  }

  /** Asks for the microphone and for ICE servers side by side, then connects. Called once. */
  async begin(): Promise<void> {
    try {
      await this.#prepare()
      if (this.#over.signal.aborted) return
      this.#timers.set('live', LIVE_TIMEOUT_MS, () => this.#fail({ type: 'connectionFailed' }))
      this.#connect()
    } catch (error) {
      this.#fail(problemFrom(error))
    }
  }

  /** Goes on with a talk that runs, in place of `begin`. */
  async resume(kept: KeptTalk): Promise<void> {
    const { talkId, transport, muted } = kept
    this.#everConnected = true
    this.#dispatch({ type: 'resumed', kept, atMs: this.#clock.nowMs() })
    this.#timers.set('lost', LOST_TIMEOUT_MS, () => this.#lose())
    if (muted) this.#peer.setMuted(true)
    const attempt = this.#nextAttempt()
    const prepared = this.#prepare()
    try {
      // The events of what goes on meanwhile come at once; sound needs the microphone first.
      const remembered = attempt.takeUp(kept).then(() => this.#remember(talkId))
      await Promise.all([remembered, prepared])
      if (!this.#over.signal.aborted) attempt.path.resume(talkId, this.#ice, transport)
    } catch (error) {
      this.#fail(problemFrom(error))
    }
  }

  /** A typed line as the user's turn. @throws CallError connectionLost; what the server answers */
  async say(text: string): Promise<void> {
    if (!this.#attempt) throw new CallError({ type: 'connectionLost' })
    await this.#attempt.say(text)
  }

  /**
   * The user's hang-up: the partner hears of it, the talk's last events come in, then all is given back.
   * Idempotent; every caller awaits the same end.
   */
  async hangUp(): Promise<void> {
    if (this.#over.signal.aborted || this.#hangingUp) return this.done
    this.#hangingUp = true
    // From here on nothing is said to the partner any more.
    this.#peer.setMuted(true)
    if (this.#attempt?.endTalk()) {
      this.#timers.set('hangUp', HANG_UP_TIMEOUT_MS, () => this.#finish(hungUp))
    } else {
      this.#finish(hungUp)
    }
    return this.done
  }

  /** Lets go at once of what can be gone on with; what cannot is closed. */
  depart(call: CallSnapshot): KeptTalk | undefined {
    const lastEventId = this.#attempt?.lastEventId
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
      this.#attempt?.endTalkNow()
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

  /** Captions of before this program came. */
  async #remember(talkId: string): Promise<void> {
    const captions = await askCaptions({ client: this.#client, talkId, signal: this.#over.signal })
    this.#dispatch({ type: 'remembered', captions })
  }

  #connect(): void {
    const { canOffer, openSocket } = this.#peer
    if (canOffer) this.#nextAttempt().offer(this.#scenarioId, this.#ice)
    else if (openSocket) this.#nextAttempt().beginBySocket(this.#scenarioId)
    else this.#fail({ type: 'connectionFailed' })
  }

  #nextAttempt(): CallAttempt {
    this.#attempts++
    this.#attempt = new CallAttempt({
      peer: this.#peer,
      client: this.#client,
      clock: this.#clock,
      events: {
        onHeard: () => {
          this.#heardFromServer = true
        },
        onNamed: (talkId) => this.#dispatch({ type: 'named', talkId, atMs: this.#clock.nowMs() }),
        onEvent: (event) => {
          if (event.type === 'state' && event.state === 'live') this.#timers.clear('live')
          this.#dispatch({ type: 'event', event, atMs: this.#clock.nowMs() })
        },
        onTalkEnded: (reason) => this.#finish({ kind: 'ended', reason }),
        onSignalling: (signalling) => this.#dispatch({ type: 'signalling', signalling }),
        onMedia: (state) => this.#onMedia(state),
        onTransport: (transport) => this.#dispatch({ type: 'transport', transport }),
        onStuck: () => this.#onStuck(),
        onLost: () => this.#lose(),
        onFailed: (problem) => this.#fail(problem),
      },
    })
    this.#dispatch({ type: 'attempted', attempt: this.#attempts })
    return this.#attempt
  }

  #onMedia(state: PeerConnectionState): void {
    this.#dispatch({ type: 'media', state, atMs: this.#clock.nowMs() })
    if (this.#over.signal.aborted) return
    if (state === 'connected') {
      this.#everConnected = true
      this.#timers.clear('lost')
    } else if (this.#everConnected && !this.#timers.has('lost')) {
      this.#timers.set('lost', LOST_TIMEOUT_MS, () => this.#lose())
    }
  }

  #onStuck(): void {
    const mayTry = this.#attempts < MAX_ATTEMPTS && !this.#hangingUp && !this.#everConnected
    if (!mayTry || !this.#peer.canOffer) {
      this.#lose()
      return
    }
    // A talk that was begun for nothing would count against the user's limit until the server misses them.
    this.#attempt?.endTalk()
    this.#attempt?.close()
    this.#connect()
  }

  #lose(): void {
    this.#attempt?.endTalk()
    if (!this.#heardFromServer) this.#fail({ type: 'serverUnreachable' })
    else this.#fail({ type: this.#everConnected ? 'connectionLost' : 'connectionFailed' })
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
    this.#attempt?.close()
    const closed = this.#peer.close()
    this.#dispatch({ type: 'ended', end, atMs: this.#clock.nowMs() })
    // What could not be given back is not the user's business any more.
    Promise.resolve(closed).then(this.#done.resolve, () => this.#done.resolve())
  }
}

const hungUp: CallEnd = { kind: 'ended', reason: 'hungUp' }
