import type { Logger } from 'pino'
import { OUTBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import { Playout } from '../audio/playout.ts'
import type { LiveEvent } from '../live/live-model.ts'
import type { TurnTracker } from './turn-tracker.ts'

/** What a Live session says about the partner's own speech. */
export type PartnerSpeechEvent = Extract<
  LiveEvent,
  { type: 'audio' | 'outputTranscript' | 'interrupted' | 'generationComplete' | 'turnComplete' }
>

export interface OutboundLineOptions {
  turns: TurnTracker
  /** Ms from the talk's start. */
  nowMs: () => number
  log: Logger
}

/**
 * The partner's voice on its way to the user: chunks from the model in, frames at the pace of speech out, and
 * the turns told of both. An interruption empties it at once, whoever finds it first: the model, or our own
 * guard. In the latter case what the model still sends of that turn is left out until it has noticed as well.
 */
export class OutboundLine {
  readonly #turns: TurnTracker
  readonly #nowMs: () => number
  readonly #log: Logger
  readonly #playout: Playout
  /** The rest of a turn that was cut short here, and of which the model does not know yet. */
  #leavesOut = false
  /** The partner is read, not heard: a turn is over when the model says so. */
  #isMute = false

  constructor(options: OutboundLineOptions) {
    this.#turns = options.turns
    this.#nowMs = options.nowMs
    this.#log = options.log
    this.#playout = new Playout({
      onTurnStarted: (turnId) => this.#turns.playoutStarted(turnId, this.#nowMs()),
      onTurnFinished: (turnId) => this.#turns.playoutFinished(turnId, this.#nowMs()),
    })
  }

  /** How often the voice ran dry in mid-turn. */
  get underruns(): number {
    return this.#playout.underruns
  }

  /** Whether there is something of the partner's that waits to be heard. */
  get sounds(): boolean {
    return this.#playout.queuedMs > 0
  }

  /** From now on there is no sound in this talk. */
  mute(): void {
    this.#isMute = true
  }

  /** The user has typed a line. What is heard goes on until the model stops; of what is only read no more comes. */
  userTyped(): void {
    if (this.#isMute) this.cutShort()
  }

  /** The frame that is due in this tick; null while the partner is silent. */
  pullFrame(): Int16Array | null {
    return this.#playout.pullFrame(this.#nowMs())?.frame ?? null
  }

  take(event: PartnerSpeechEvent): void {
    if (event.type === 'interrupted') this.#interrupt()
    else if (event.type === 'turnComplete') this.#completeTurn()
    else if (!this.#leavesOut && !(this.#isMute && event.type === 'audio')) this.#speak(event)
  }

  /** Our own guard has found that the user interrupts. */
  cutShort(): void {
    const stillWritten = this.#turns.writtenTurnId !== undefined
    this.#interrupt()
    this.#leavesOut = stillWritten
  }

  #speak(event: Exclude<PartnerSpeechEvent, { type: 'interrupted' | 'turnComplete' }>): void {
    if (event.type === 'outputTranscript') this.#turns.outputTranscript(event.text, this.#nowMs())
    else if (event.type === 'generationComplete') this.#endPlayout()
    else if (event.sampleRateHz === OUTBOUND_SAMPLE_RATE_HZ) {
      const nowMs = this.#nowMs()
      const durationMs = (event.pcm.length * 1000) / event.sampleRateHz
      const turnId = this.#turns.partnerAudio(nowMs, durationMs)
      if (!this.#playout.write(turnId, event.pcm, nowMs))
        this.#log.warn({ durationMs }, 'audio too far ahead of what is heard was left out')
    } else {
      this.#log.warn(
        { sampleRateHz: event.sampleRateHz },
        'audio of a rate that cannot be played was left out',
      )
    }
  }

  #interrupt(): void {
    this.#turns.interrupted(this.#nowMs(), (turnId) => this.#playout.heardMs(turnId))
    this.#playout.clear()
    this.#leavesOut = false
  }

  #completeTurn(): void {
    this.#leavesOut = false
    this.#endPlayout()
    this.#turns.turnComplete()
  }

  #endPlayout(): void {
    const turnId = this.#turns.writtenTurnId
    if (turnId !== undefined) this.#playout.endTurn(turnId)
  }
}
