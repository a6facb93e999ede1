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
import { TalkError } from '../errors.ts'
import { LiveError, type LiveEvent, type LiveModel, type LiveSession } from '../live/live-model.ts'
import { openingCue } from '../scenarios/opening-cue.ts'
import { BargeInGuard } from './barge-in-guard.ts'
import { InboundLine } from './inbound-line.ts'
import type { NegotiatedMediaPeer, NegotiatedMediaPeerEvents } from './media-peer.ts'
import { MediaSwitch } from './media-switch.ts'
import { OutboundLine } from './outbound-line.ts'
import { partnerFailure } from './partner-failure.ts'
import {
  absenceLimitMs,
  initialState,
  nextState,
  type SessionChange,
  type SessionState,
} from './session-state.ts'
import type { MediaStart } from './talk-host.ts'
import { TurnTracker } from './turn-tracker.ts'
import { UserSpeech } from './user-speech.ts'

export interface TalkSessionOptions {
  talkId: string
  scenario: Scenario
  /** Makes the user's end of a WebRTC connection; the session closes it. */
  createPeer: (events: NegotiatedMediaPeerEvents) => NegotiatedMediaPeer
  liveModel: LiveModel
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
 * One running talk. It owns the user's peer, the model's session and what lies between them, and closes all of
 * it when it ends, for whatever reason.
 */
export class TalkSession {
  readonly #options: TalkSessionOptions
  readonly #startedAtMs: number
  readonly #media: MediaSwitch
  readonly #inbound: InboundLine
  readonly #outbound: OutboundLine
  readonly #guard: BargeInGuard
  readonly #turns: TurnTracker
  readonly #userSpeech: UserSpeech
  readonly #abort = new AbortController()
  readonly #owned = new DisposableStack()
  #state: SessionState = initialState
  #live: LiveSession | undefined
  #opened = false
  #user = { watching: true, left: false }
  #absence: { sinceMs: number; timer: Disposable } | undefined
  readonly #ending = new CloseOnce()

  constructor(options: TalkSessionOptions) {
    this.#options = options
    this.#startedAtMs = options.clock.nowMs()
    this.#turns = new TurnTracker({ emit: (event) => this.#emit(event) })
    this.#userSpeech = new UserSpeech({ detector: options.speechDetector, turns: this.#turns })
    this.#inbound = new InboundLine()
    this.#outbound = new OutboundLine({ turns: this.#turns, nowMs: () => this.#nowMs(), log: options.log })
    this.#guard = new BargeInGuard({ policy: options.scenario.bargeIn ?? 'guarded' })
    this.#media = new MediaSwitch({
      createPeer: options.createPeer,
      events: {
        onConnected: () => this.#onMediaUp(),
        onDisconnected: () => this.#change({ type: 'mediaDown' }),
        onFailed: () => this.#change({ type: 'mediaDown' }),
        onLeft: () => this.#onUserLeft(),
        onCandidate: (candidate) => this.#emit({ type: 'candidate', candidate }),
        onFrame: (frame) => this.#onFrame(frame),
      },
    })
    this.#owned.defer(() => options.speechDetector.close())
  }

  /**
   * Takes the offer or the socket and begins to connect to the partner beside it. Resolves when the answer is
   * out.
   * @throws TalkError badOffer; nothing was told yet, and the caller ends the session
   */
  async start(media: MediaStart): Promise<void> {
    const sdp = media.type === 'webrtc' ? await this.#media.answer(media.offerSdp) : undefined
    if (this.#ending.begun) return
    const { clock, playoutClock, maxTalkMs, talkId } = this.#options
    this.#owned.use(playoutClock.add((tick) => this.#onTick(tick)))
    this.#owned.use(clock.after(maxTalkMs, () => this.#endSoon('timeLimit')))
    this.#owned.defer(() => this.#absence?.timer[Symbol.dispose]())
    this.#change({ type: 'answered' })
    if (sdp !== undefined) this.#emit({ type: 'answer', talkId, sdp })
    if (media.type === 'socket') this.#media.attach(media.port)
    this.#connectPartner().catch((error: unknown) => {
      this.#options.log.error({ err: error }, 'connecting to the partner went wrong')
      this.#endSoon('internalError')
    })
  }

  /** @throws TalkError badOffer; the talk goes on as it was */
  restart(offerSdp: string): Promise<string> {
    return this.#media.answer(offerSdp)
  }

  /** A socket takes over the media. */
  attach(port: MessagePort): void {
    this.#media.attach(port)
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
    if (!this.#live)
      throw new TalkError('partnerUnavailable', 'The partner is not there yet. Try again in a moment.', {
        retryAfterMs: 500,
      })
    this.#turns.userSaid(text, this.#nowMs())
    this.#live.sendText(text)
  }

  /** Whether anyone reads the events. */
  setWatching(watching: boolean): void {
    this.#user = { ...this.#user, watching }
    this.#watchAbsence()
  }

  /** Idempotent: the first reason counts, and every caller waits for the same end. */
  end(reason: EndReason): Promise<void> {
    return this.#ending.run(() => this.#end(reason))
  }

  async #end(reason: EndReason): Promise<void> {
    this.#turns.finish(this.#nowMs())
    this.#change({ type: 'end', reason })
    await this.#release()
  }

  async #release(): Promise<void> {
    this.#abort.abort()
    this.#owned.dispose()
    this.#live?.close()
    const { droppedMessages } = this.#inbound
    if (droppedMessages > 0)
      this.#options.log.warn({ droppedMessages }, 'speech before the partner was there')
    await this.#media.close()
  }

  async #connectPartner(): Promise<void> {
    const { liveModel, scenario } = this.#options
    try {
      const live = await liveModel.connect({
        scenario,
        onEvent: (event) => this.#onLiveEvent(event),
        signal: this.#abort.signal,
      })
      if (this.#state.phase === 'ended') {
        live.close()
        return
      }
      this.#live = live
      this.#inbound.connect(live)
      this.#change({ type: 'partnerUp' })
    } catch (error) {
      if (this.#abort.signal.aborted) return
      if (!(error instanceof LiveError)) throw error
      this.#partnerFailed(error)
    }
  }

  #partnerFailed(error: LiveError): void {
    this.#options.log.warn({ fault: error.fault, problem: error.message }, 'the partner failed')
    const { reason, message } = partnerFailure(error.fault)
    this.#emit({ type: 'notice', code: reason, message })
    this.#endSoon(reason)
  }

  #onMediaUp(): void {
    this.#user = { ...this.#user, left: false }
    this.#change({ type: 'mediaUp' })
  }

  #onUserLeft(): void {
    this.#user = { ...this.#user, left: true }
    this.#change({ type: 'mediaDown' })
    this.#watchAbsence()
  }

  #onFrame(frame: Int16Array): void {
    this.#userSpeech.frame(frame, this.#nowMs())
    const { frames, found } = this.#guard.hear(frame)
    if (found?.type === 'interruption') this.#outbound.cutShort()
    if (found?.type === 'backChannel') this.#turns.backChannel()
    for (const passed of frames) this.#inbound.push(passed)
  }

  #onTick(tick: number): void {
    if (this.#userSpeech.checkPause(this.#nowMs())) {
      for (const frame of this.#guard.flush()) this.#inbound.push(frame)
      this.#live?.endAudioStream()
    }
    const frame = this.#outbound.pullFrame()
    this.#guard.played(frame, this.#turns.partnerSpeaks)
    if (frame) this.#media.sendFrame(frame, tick)
  }

  #onLiveEvent(event: LiveEvent): void {
    if (this.#state.phase === 'ended') return
    switch (event.type) {
      case 'audio':
      case 'outputTranscript':
      case 'interrupted':
      case 'generationComplete':
      case 'turnComplete':
        this.#outbound.take(event)
        break
      case 'inputTranscript':
        this.#turns.inputTranscript(event.text, this.#nowMs())
        break
      case 'closed':
        this.#partnerFailed(event.error)
        break
      // Tools, resumption and usage are read by nobody yet.
      case 'toolCall':
      case 'toolCallCancelled':
      case 'goAway':
      case 'resumption':
      case 'usage':
        break
    }
  }

  #change(change: SessionChange): void {
    const before = this.#state
    this.#state = nextState(before, change)
    if (this.#state === before) return
    if (this.#state.phase === 'live') this.#onLive()
    this.#tellState(before)
    this.#watchAbsence()
  }

  /** The partner opens only once it can be heard. */
  #onLive(): void {
    const { scenario } = this.#options
    if (this.#opened) return
    this.#opened = true
    if (scenario.opening.by === 'partner') this.#live?.sendText(openingCue[scenario.locale])
  }

  #tellState(before: SessionState): void {
    const state = this.#state
    if (state.phase === 'offered' || before.phase === state.phase) return
    const end = state.phase === 'ended' ? { reason: state.reason, media: this.stats() } : {}
    this.#options.log.info({ state: state.phase, ...end }, 'talk')
    // A talk whose offer was none never began, so it does not end either.
    if (before.phase === 'offered' && state.phase === 'ended') return
    this.#options.onEvent({ type: 'state', state: state.phase, ...end })
  }

  #watchAbsence(): void {
    const limitMs = absenceLimitMs(this.#state, this.#user)
    const sinceMs = this.#absence?.sinceMs ?? this.#nowMs()
    this.#absence?.timer[Symbol.dispose]()
    if (limitMs === undefined) {
      this.#absence = undefined
      return
    }
    const delayMs = Math.max(0, sinceMs + limitMs - this.#nowMs())
    this.#absence = { sinceMs, timer: this.#options.clock.after(delayMs, () => this.#endSoon('userLost')) }
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
