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
import { BargeInGuard } from './barge-in-guard.ts'
import { EchoNotice } from './echo-notice.ts'
import { isModelEvent, type NegotiatedMediaPeer, type NegotiatedMediaPeerEvents } from './media-peer.ts'
import { MediaSwitch } from './media-switch.ts'
import { OutboundLine } from './outbound-line.ts'
import { PartnerLink } from './partner-link.ts'
import { initialState, nextState, type SessionChange, type SessionState } from './session-state.ts'
import type { SoundRecorder, SoundRecorderOptions } from './sound-recorder.ts'
import type { MediaStart } from './talk-host.ts'
import { TurnTracker } from './turn-tracker.ts'
import { UserAbsence } from './user-absence.ts'
import { UserSpeech } from './user-speech.ts'

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
  readonly #guard: BargeInGuard
  readonly #echoNotice = new EchoNotice()
  readonly #turns: TurnTracker
  readonly #partner: PartnerLink
  readonly #userSpeech: UserSpeech
  #recorder: SoundRecorder | undefined
  readonly #owned = new DisposableStack()
  #state: SessionState = initialState
  #opened = false
  #user = { watching: true, left: false }
  readonly #absence: UserAbsence
  readonly #ending = new CloseOnce()

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
    this.#userSpeech = new UserSpeech({
      detector: options.speechDetector,
      turns: {
        userSpeechStarted: (atMs) => {
          this.#turns.userSpeechStarted(atMs)
          this.#partner.userSpeechStarted(atMs)
        },
        userSpeechEnded: (atMs) => {
          this.#turns.userSpeechEnded(atMs)
          this.#partner.userSpeechEnded(atMs)
        },
      },
    })
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
    const { clock, playoutClock, maxTalkMs, talkId } = this.#options
    this.#record()
    this.#owned.use(playoutClock.add((tick) => this.#onTick(tick)))
    this.#owned.use(clock.after(maxTalkMs, () => this.#endSoon('timeLimit')))
    this.#owned.use(this.#absence)
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
    this.#user = { ...this.#user, watching }
    this.#absence.watch(this.#state, this.#user)
  }

  /**
   * The client says that it goes away and may come back, as a page does that is reloaded or closed. Its connection may
   * not have been able to say so itself.
   */
  leave(): void {
    this.#user = { watching: false, left: true }
    this.#change({ type: 'mediaDown' })
    this.#absence.watch(this.#state, this.#user)
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
    this.#owned.dispose()
    await Promise.all([this.#partner.close(), this.#media.close(), this.#recorder?.close()])
  }

  #record(): void {
    const { createRecorder, log } = this.#options
    this.#recorder = createRecorder?.({
      startedAtMs: this.#startedAtMs,
      onGap: (fromMs) => {
        const message =
          'The recording of this talk has gaps: the server’s disk is slow or full. The talk goes on.'
        log.warn({ fromMs }, 'sound is missing in the recording')
        this.#emit({ type: 'notice', code: 'recordingGap', message })
      },
      onFailure: (error) => log.error({ err: error }, 'a recording could not be written'),
    })
  }

  #take({ port, hears }: Extract<MediaStart, { type: 'socket' }>): void {
    if (hears === 'nothing') this.#outbound.mute()
    this.#media.attach(port, hears)
  }

  #onMediaUp(): void {
    this.#user = { ...this.#user, left: false }
    this.#change({ type: 'mediaUp' })
  }

  #onUserLeft(): void {
    this.#user = { ...this.#user, left: true }
    this.#change({ type: 'mediaDown' })
    this.#absence.watch(this.#state, this.#user)
  }

  #onFrame(frame: Int16Array): void {
    const nowMs = this.#nowMs()
    this.#recorder?.heard(frame, nowMs)
    this.#userSpeech.frame(frame, nowMs)
    const { frames, found } = this.#guard.hear(frame)
    if (this.#echoNotice.isDue(this.#guard.echo)) {
      const message = 'Your partner’s voice comes back through your microphone. Headphones would help.'
      this.#emit({ type: 'notice', code: 'echo', message })
    }
    if (found?.type === 'interruption') {
      this.#outbound.cutShort()
      this.#partner.userInterrupts()
    }
    if (found?.type === 'backChannel') {
      this.#turns.backChannel()
      this.#partner.backChannel()
    }
    for (const passed of frames) this.#partner.hear(passed)
  }

  #onTick(tick: number): void {
    if (this.#userSpeech.checkPause(this.#nowMs())) {
      for (const frame of this.#guard.flush()) this.#partner.hear(frame)
      this.#partner.microphonePaused()
    }
    this.#partner.tick()
    const frame = this.#outbound.pullFrame()
    this.#guard.played(frame, this.#turns.partnerSpeaks)
    if (!frame) return
    this.#media.sendFrame(frame, tick)
    this.#recorder?.sent(frame, this.#options.playoutClock.dueMs(tick) - this.#startedAtMs)
  }

  #change(change: SessionChange): void {
    const before = this.#state
    this.#state = nextState(before, change)
    if (this.#state === before) return
    if (this.#state.phase === 'live') this.#onLive()
    this.#tellState(before)
    this.#absence.watch(this.#state, this.#user)
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
    const end = state.phase === 'ended' ? this.#endDetails(state.reason) : {}
    const live = state.phase === 'ended' ? { live: this.#partner.stats } : {}
    this.#options.log.info({ state: state.phase, ...end, ...live }, 'talk')
    // A talk whose offer was none never began, so it does not end either.
    if (before.phase === 'offered' && state.phase === 'ended') return
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
