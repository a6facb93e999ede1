import type { MessagePort } from 'node:worker_threads'
import type { Logger } from 'pino'
import type { EndReason } from '../../shared/error-reason.ts'
import type { IceCandidateInit } from '../../shared/ice.ts'
import type { MediaStats } from '../../shared/media-stats.ts'
import type { Scenario } from '../../shared/scenario.ts'
import type { TalkEvent } from '../../shared/talk-event.ts'
import type { PlayoutClock } from '../audio/playout-clock.ts'
import type { SpeechDetector } from '../audio/speech-detector.ts'
import type { Clock } from '../clock.ts'
import { CloseOnce } from '../close-once.ts'
import type { LiveModel } from '../live/live-model.ts'
import { isModelEvent, type NegotiatedMediaPeer, type NegotiatedMediaPeerEvents } from './media-peer.ts'
import { MediaSwitch } from './media-switch.ts'
import { OutboundLine } from './outbound-line.ts'
import { PartnerLink } from './partner-link.ts'
import { initialState, nextState, type SessionChange, type SessionState } from './session-state.ts'
import type { SoundRecorder, SoundRecorderOptions } from './sound-recorder.ts'
import type { MediaStart } from './talk-host.ts'
import { TalkSound } from './talk-sound.ts'
import { TurnTracker } from './turn-tracker.ts'
import { UserAbsence } from './user-absence.ts'

export interface TalkSessionOptions {
  talkId: string
  scenario: Scenario
  /** Makes the user's end of a WebRTC connection; the session closes it. */
  createPeer: (events: NegotiatedMediaPeerEvents) => NegotiatedMediaPeer
  liveModel: LiveModel
  /** Hears both sides, if they are to be kept; the session closes it. */
  createRecorder?: (options: SoundRecorderOptions) => SoundRecorder
  playoutClock: PlayoutClock
  /** The session closes it. */
  speechDetector: SpeechDetector
  clock: Clock
  maxTalkMs: number
  log: Logger
  /** In order; `state: ended` is the last. */
  onEvent: (event: TalkEvent) => void
}

/**
 * One running talk. It owns the user's end and the partner's, and what lies between them, and closes all of it when
 * it ends, for whatever reason.
 */
export class TalkSession {
  readonly #options: TalkSessionOptions
  readonly #startedAtMs: number
  readonly #media: MediaSwitch
  readonly #outbound: OutboundLine
  readonly #turns: TurnTracker
  readonly #partner: PartnerLink
  readonly #sound: TalkSound
  readonly #absence: UserAbsence
  readonly #timers = new DisposableStack()
  readonly #ending = new CloseOnce()
  #state: SessionState = initialState
  #opened = false

  constructor(options: TalkSessionOptions) {
    this.#options = options
    this.#startedAtMs = options.clock.nowMs()
    this.#turns = new TurnTracker({ emit: (event) => this.#emit(event) })
    const nowMs = () => this.#nowMs()
    this.#outbound = new OutboundLine({ turns: this.#turns, nowMs, log: options.log })
    this.#partner = new PartnerLink({
      liveModel: options.liveModel,
      scenario: options.scenario,
      turns: this.#turns,
      outbound: this.#outbound,
      clock: options.clock,
      nowMs,
      log: options.log,
      emit: (event) => this.#emit(event),
      onSaid: (event) => {
        if (isModelEvent(event)) this.#media.relay(event)
      },
      onUp: () => this.#change({ type: 'partnerUp' }),
      onDown: () => this.#change({ type: 'partnerDown' }),
      onOver: (reason) => this.#endSoon(reason),
    })
    this.#sound = new TalkSound({
      turns: this.#turns,
      outbound: this.#outbound,
      partner: this.#partner,
      bargeIn: options.scenario.bargeIn ?? 'guarded',
      speechDetector: options.speechDetector,
      createRecorder: options.createRecorder,
      playoutClock: options.playoutClock,
      startedAtMs: this.#startedAtMs,
      nowMs,
      log: options.log,
      emit: (event) => this.#emit(event),
      send: (frame, tick) => this.#media.sendFrame(frame, tick),
    })
    this.#media = new MediaSwitch({
      createPeer: options.createPeer,
      events: {
        onConnected: () => this.#onMediaUp(),
        onDisconnected: () => this.#change({ type: 'mediaDown' }),
        onFailed: () => this.#change({ type: 'mediaDown' }),
        onLeft: () => this.#onUserLeft(),
        onCandidate: (candidate) => this.#emit({ type: 'candidate', candidate }),
        onFrame: (frame) => this.#sound.hear(frame),
      },
    })
    this.#absence = new UserAbsence({ clock: options.clock, onLost: () => this.#endSoon('userLost') })
  }

  /**
   * Takes the offer or the socket and begins to connect to the partner beside it. Resolves when the answer is
   * out.
   * @throws TalkError badOffer; nothing was told yet, and the caller ends the session
   */
  async start(media: MediaStart): Promise<void> {
    const sdp = media.type === 'webrtc' ? await this.#media.answer(media.offerSdp) : undefined
    if (this.#ending.begun) return
    const { clock, maxTalkMs, talkId } = this.#options
    this.#sound.begin()
    this.#timers.use(clock.after(maxTalkMs, () => this.#endSoon('timeLimit')))
    this.#timers.use(this.#absence)
    this.#change({ type: 'answered' })
    if (sdp !== undefined) this.#emit({ type: 'answer', talkId, sdp })
    if (media.type === 'socket') this.#take(media)
    this.#partner.connect().catch((error: unknown) => {
      this.#options.log.error({ err: error }, 'connecting to the partner went wrong')
      this.#endSoon('internalError')
    })
  }

  /** @throws TalkError badOffer; the talk goes on as it was */
  restart(offerSdp: string): Promise<string> {
    return this.#media.answer(offerSdp)
  }

  /** A socket takes over the media, and gets their sound. */
  attach(port: MessagePort): void {
    this.#media.attach(port, 'sound')
  }

  addCandidate(candidate: IceCandidateInit | null): Promise<void> {
    return this.#media.addCandidate(candidate)
  }

  /** How the voices got through so far. */
  stats(): MediaStats {
    return { ...this.#media.stats(), underruns: this.#outbound.underruns }
  }

  /** @throws TalkError partnerUnavailable before the partner can hear anything */
  say(text: string): void {
    this.#partner.say(text)
    this.#outbound.userTyped()
  }

  /** Whether anyone reads the events. */
  setWatching(watching: boolean): void {
    this.#absence.userChanged({ watching })
  }

  /**
   * The client says that it goes away and may come back, as a page does that is reloaded or closed. Its connection may
   * not have been able to say so itself.
   */
  leave(): void {
    this.#change({ type: 'mediaDown' })
    this.#absence.userChanged({ watching: false, left: true })
  }

  /** Idempotent: the first reason counts, and every caller waits for the same end. */
  end(reason: EndReason): Promise<void> {
    return this.#ending.run(() => this.#end(reason))
  }

  async #end(reason: EndReason): Promise<void> {
    this.#turns.finish(this.#nowMs())
    this.#change({ type: 'end', reason })
    this.#timers.dispose()
    await Promise.all([this.#sound.close(), this.#partner.close(), this.#media.close()])
  }

  #take({ port, hears }: Extract<MediaStart, { type: 'socket' }>): void {
    if (hears === 'nothing') this.#outbound.mute()
    this.#media.attach(port, hears)
  }

  #onMediaUp(): void {
    this.#absence.userChanged({ left: false })
    this.#change({ type: 'mediaUp' })
  }

  #onUserLeft(): void {
    this.#change({ type: 'mediaDown' })
    this.#absence.userChanged({ left: true })
  }

  #change(change: SessionChange): void {
    const before = this.#state
    this.#state = nextState(before, change)
    if (this.#state === before) return
    if (this.#state.phase === 'live') this.#onLive()
    this.#tellState(before)
    this.#absence.stateChanged(this.#state)
  }

  /** The partner opens only once it can be heard. */
  #onLive(): void {
    if (this.#opened) return
    this.#opened = true
    this.#partner.begin()
  }

  #tellState(before: SessionState): void {
    const state = this.#state
    if (state.phase === 'offered' || before.phase === state.phase) return
    // A talk whose offer was none never began, so it does not end either.
    if (before.phase === 'offered' && state.phase === 'ended') return
    const end = state.phase === 'ended' ? this.#endDetails(state.reason) : {}
    const live = state.phase === 'ended' ? { live: this.#partner.stats } : {}
    this.#options.log.info({ state: state.phase, ...end, ...live }, 'talk')
    this.#options.onEvent({ type: 'state', state: state.phase, ...end })
  }

  #endDetails(reason: EndReason) {
    const { usage } = this.#partner
    return { reason, media: this.stats(), ...(usage ? { usage } : {}) }
  }

  #endSoon(reason: EndReason): void {
    this.end(reason).catch((error: unknown) => {
      this.#options.log.error({ err: error }, 'a talk could not be closed cleanly')
    })
  }

  #emit(event: TalkEvent): void {
    if (this.#state.phase !== 'offered' && this.#state.phase !== 'ended') this.#options.onEvent(event)
  }

  /** Ms from the talk's start. */
  #nowMs(): number {
    return Math.round(this.#options.clock.nowMs() - this.#startedAtMs)
  }
}
