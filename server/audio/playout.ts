import { FRAME_MS, OUTBOUND_FRAME_SAMPLES, OUTBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import { QueuedTurn } from './queued-turn.ts'
import { StartDelay } from './start-delay.ts'
import { TurnPace } from './turn-pace.ts'

/** The longest turn that a spoken conversation bears, made at once: 5.8 MB. */
const MAX_QUEUED_MS = 120_000
/** Turns whose heard time is remembered. Nobody asks for older ones; it only keeps a long talk from growing. */
const MAX_REMEMBERED_TURNS = 100

export interface PlayoutOptions {
  /** Called from `pullFrame` when it gives out a turn's first frame. */
  onTurnStarted: (turnId: string) => void
  /** Called from the `pullFrame` after a turn's last frame, when that has had its 20 ms. Not for what `clear` drops. */
  onTurnFinished: (turnId: string, heardMs: number) => void
  maxQueuedMs?: number
}

/** 20 ms to be sent now. `frame` is valid until the next call of any method; not to be written to. */
export interface PlayoutFrame {
  frame: Int16Array
  turnId: string
  /** Whether the turn begins with it. */
  first: boolean
}

/** A turn that an interruption cut short. */
export interface DroppedTurn {
  turnId: string
  heardMs: number
  /** 0 when its end was not yet known, or its last frame was just playing. */
  droppedMs: number
}

/**
 * The partner's sound of one talk on its way out: written as fast as the model makes it, pulled by the clock frame
 * by frame, thrown away when the user cuts in. 24 kHz mono. Pure: no timer, the time is handed in.
 *
 * Turns play in the order of their first write. A turn begins with its first frame, or later when those before it
 * came unevenly (`StartDelay`). When it runs dry before its end it gathers (`TurnPace`), and the gap is counted.
 */
export class Playout {
  readonly #options: PlayoutOptions
  readonly #maxQueuedSamples: number
  /** The first one is playing or about to. */
  readonly #turns: { sound: QueuedTurn; pace: TurnPace }[] = []
  readonly #startDelay = new StartDelay()
  readonly #heardMs = new Map<string, number>()
  /** For frames that lie in more than one chunk. */
  readonly #scratch = new Int16Array(OUTBOUND_FRAME_SAMPLES)
  /** Of turns that are over. */
  #earlierUnderruns = 0
  #refusedWrites = 0

  constructor(options: PlayoutOptions) {
    this.#options = options
    this.#maxQueuedSamples = ((options.maxQueuedMs ?? MAX_QUEUED_MS) / 1000) * OUTBOUND_SAMPLE_RATE_HZ
  }

  /**
   * Queues sound of any length. The array is kept, not copied: do not write to it afterwards. Writing to a new
   * turn ends those before it. Which turns are over is for the caller to know: one that is written to again after
   * `clear`, or after it was heard to its end, is queued and starts like a new one.
   * @param nowMs by the same clock as `pullFrame`'s
   * @returns false when the queue is full: nothing of it was taken, and `refusedWrites` counts it
   */
  write(turnId: string, pcm: Int16Array, nowMs: number): boolean {
    if (pcm.length === 0) return true
    if (this.#queuedSamples() + pcm.length > this.#maxQueuedSamples) {
      this.#refusedWrites++
      return false
    }
    let turn = this.#find(turnId)
    if (!turn) {
      for (const earlier of this.#turns) earlier.sound.ended = true
      turn = { sound: new QueuedTurn(turnId), pace: new TurnPace() }
      this.#turns.push(turn)
    }
    turn.sound.write(pcm)
    turn.pace.arrived(msOf(pcm.length), nowMs)
    return true
  }

  /** All of the turn is written: its tail need not wait for more. For a turn that is not queued it does nothing. */
  endTurn(turnId: string): void {
    const turn = this.#find(turnId)
    if (turn) turn.sound.ended = true
  }

  /**
   * The user cut in: drops everything that is not yet pulled.
   * @returns every turn that was begun or waited; no `onTurnFinished` comes for these
   */
  clear(): DroppedTurn[] {
    const dropped = this.#turns.map(({ sound: { turnId, queuedSamples } }) => ({
      turnId,
      heardMs: this.heardMs(turnId),
      droppedMs: msOf(queuedSamples),
    }))
    for (const { pace } of this.#turns.splice(0)) this.#learn(pace, { wasWhole: false })
    return dropped
  }

  /** What is to be sent in this tick of the clock; null: nothing. Call it once every 20 ms. */
  pullFrame(nowMs: number): PlayoutFrame | null {
    for (let turn = this.#turns[0]; turn; turn = this.#turns[0]) {
      const { sound, pace } = turn
      if (sound.ended && sound.queuedSamples === 0) {
        this.#finish(turn)
        continue
      }
      const { ended, queuedSamples } = sound
      const { plays, first } = pace.tick({ queuedMs: msOf(queuedSamples), ended }, this.#startDelay.ms, nowMs)
      return plays ? this.#pull(sound, first) : null
    }
    return null
  }

  /** How much of a turn was pulled, in whole frames; 0 for one that is unknown or long over. */
  heardMs(turnId: string): number {
    return this.#heardMs.get(turnId) ?? 0
  }

  /** What is still to be heard, all turns together. */
  get queuedMs(): number {
    return msOf(this.#queuedSamples())
  }

  /** Gaps that the user heard within a turn. */
  get underruns(): number {
    return this.#turns.reduce((sum, { pace }) => sum + pace.underruns, this.#earlierUnderruns)
  }

  get refusedWrites(): number {
    return this.#refusedWrites
  }

  #pull(sound: QueuedTurn, first: boolean): PlayoutFrame {
    const { turnId } = sound
    const frame = sound.pull(this.#scratch)
    this.#remember(turnId)
    if (first) this.#options.onTurnStarted(turnId)
    return { frame, turnId, first }
  }

  #finish({ sound: { turnId }, pace }: { sound: QueuedTurn; pace: TurnPace }): void {
    this.#turns.shift()
    this.#learn(pace, { wasWhole: true })
    this.#options.onTurnFinished(turnId, this.heardMs(turnId))
  }

  #learn(pace: TurnPace, how: { wasWhole: boolean }): void {
    this.#earlierUnderruns += pace.underruns
    this.#startDelay.learn(pace.neededMs, how)
  }

  #remember(turnId: string): void {
    this.#heardMs.set(turnId, this.heardMs(turnId) + FRAME_MS)
    const [oldest] = this.#heardMs.keys()
    if (this.#heardMs.size > MAX_REMEMBERED_TURNS && oldest !== undefined) this.#heardMs.delete(oldest)
  }

  #find(turnId: string): { sound: QueuedTurn; pace: TurnPace } | undefined {
    return this.#turns.find(({ sound }) => sound.turnId === turnId)
  }

  #queuedSamples(): number {
    return this.#turns.reduce((sum, { sound }) => sum + sound.queuedSamples, 0)
  }
}

function msOf(samples: number): number {
  return (samples * 1000) / OUTBOUND_SAMPLE_RATE_HZ
}
