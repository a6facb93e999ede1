import type { Logger } from 'pino'
import type { TalkEvent } from '../../shared/talk-event.ts'
import type { PlayoutClock } from '../audio/playout-clock.ts'
import type { SpeechDetector } from '../audio/speech-detector.ts'
import { BargeInGuard, type BargeInPolicy } from './barge-in-guard.ts'
import { EchoNotice } from './echo-notice.ts'
import type { OutboundLine } from './outbound-line.ts'
import type { PartnerLink } from './partner-link.ts'
import type { SoundRecorder, SoundRecorderOptions } from './sound-recorder.ts'
import type { TurnTracker } from './turn-tracker.ts'
import { UserSpeech } from './user-speech.ts'

export interface TalkSoundOptions {
  turns: TurnTracker
  /** The partner's voice comes from it. */
  outbound: OutboundLine
  /** Hears the user, and of what was made of their voice. */
  partner: PartnerLink
  bargeIn: BargeInPolicy
  /** This closes it. */
  speechDetector: SpeechDetector
  /** Hears both sides, if they are to be kept; this closes it. */
  createRecorder?: ((options: SoundRecorderOptions) => SoundRecorder) | undefined
  playoutClock: PlayoutClock
  /** When the talk started, by the clock's `nowMs`. */
  startedAtMs: number
  /** Ms from the talk's start. */
  nowMs: () => number
  log: Logger
  emit: (event: TalkEvent) => void
  /** 20 ms of the partner, to the user. */
  send: (frame: Int16Array, tick: number) => void
}

/**
 * What both voices of a talk go through, 20 ms at a time: the user's past our own ear and the guard to the partner,
 * the partner's from the outbound line to the user, and both into the recording.
 */
export class TalkSound {
  readonly #options: TalkSoundOptions
  readonly #guard: BargeInGuard
  readonly #echoNotice = new EchoNotice()
  readonly #userSpeech: UserSpeech
  #recorder: SoundRecorder | undefined
  #ticks: Disposable | undefined

  constructor(options: TalkSoundOptions) {
    const { bargeIn: policy, partner, speechDetector: detector, turns } = options
    this.#options = options
    this.#guard = new BargeInGuard({ policy })
    this.#userSpeech = new UserSpeech({
      detector,
      turns: {
        userSpeechStarted: (atMs) => {
          turns.userSpeechStarted(atMs)
          partner.userSpeechStarted(atMs)
        },
        userSpeechEnded: (atMs) => {
          turns.userSpeechEnded(atMs)
          partner.userSpeechEnded(atMs)
        },
      },
    })
  }

  /** From here on the partner is heard, and both sides are recorded. To be called once. */
  begin(): void {
    this.#recorder = this.#createRecorder()
    this.#ticks = this.#options.playoutClock.add((tick) => this.#onTick(tick))
  }

  /** 20 ms of the user. */
  hear(frame: Int16Array): void {
    const { emit, nowMs, outbound, partner, turns } = this.#options
    const atMs = nowMs()
    this.#recorder?.heard(frame, atMs)
    this.#userSpeech.frame(frame, atMs)
    const { frames, found } = this.#guard.hear(frame)
    if (this.#echoNotice.isDue(this.#guard.echo)) {
      const message = 'Your partner’s voice comes back through your microphone. Headphones would help.'
      emit({ type: 'notice', code: 'echo', message })
    }
    if (found?.type === 'interruption') {
      outbound.cutShort()
      partner.userInterrupts()
    }
    if (found?.type === 'backChannel') {
      turns.backChannel()
      partner.backChannel()
    }
    for (const passed of frames) partner.hear(passed)
  }

  /** Silent at once; resolves when the recording is closed. */
  async close(): Promise<void> {
    this.#ticks?.[Symbol.dispose]()
    this.#options.speechDetector.close()
    await this.#recorder?.close()
  }

  #onTick(tick: number): void {
    const { nowMs, outbound, partner, playoutClock, send, startedAtMs, turns } = this.#options
    if (this.#userSpeech.checkPause(nowMs())) {
      for (const frame of this.#guard.flush()) partner.hear(frame)
      partner.microphonePaused()
    }
    partner.tick()
    const frame = outbound.pullFrame()
    this.#guard.played(frame, turns.partnerSpeaks)
    if (!frame) return
    send(frame, tick)
    this.#recorder?.sent(frame, playoutClock.dueMs(tick) - startedAtMs)
  }

  #createRecorder(): SoundRecorder | undefined {
    const { createRecorder, emit, log, startedAtMs } = this.#options
    return createRecorder?.({
      startedAtMs,
      onGap: (fromMs) => {
        const message =
          'The recording of this talk has gaps: the server’s disk is slow or full. The talk goes on.'
        log.warn({ fromMs }, 'sound is missing in the recording')
        emit({ type: 'notice', code: 'recordingGap', message })
      },
      onFailure: (error) => log.error({ err: error }, 'a recording could not be written'),
    })
  }
}
