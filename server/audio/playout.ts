import { FRAME_MS, OUTBOUND_FRAME_SAMPLES, OUTBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import { QueuedTurn } from './queued-turn.ts'

/** Rides out the unevenness of the model's chunks; each ms of it is a ms more before the partner is heard. */
const START_BUFFER_MS = 60
/** The longest turn that a spoken conversation bears, made at once: 5.8 MB. */
const MAX_QUEUED_MS = 120_000
/** Turns whose heard time is remembered. Nobody asks for older ones; it only keeps a long talk from growing. */
const MAX_REMEMBERED_TURNS = 100

export interface PlayoutOptions {
  /** Called from `pullFrame` when it gives out a turn's first frame. */
  onTurnStarted: (turnId: string) => void
  /** Called from the `pullFrame` after a turn's last frame, when that has had its 20 ms. Not for what `clear` drops. */
  onTurnFinished: (turnId: string, heardMs: number) => void
  startBufferMs?: number
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
 * by frame, thrown away when the user cuts in. 24 kHz mono. Pure: no timer.
 *
 * Turns play in the order of their first write. A turn begins once 60 ms are queued, or all there is of it. When
 * it runs dry before its end it gathers as much again, and the gap is counted.
 */
export class Playout {
  readonly #options: PlayoutOptions
  readonly #startBufferSamples: number
  readonly #maxQueuedSamples: number
  /** The first one is playing or about to. */
  readonly #turns: QueuedTurn[] = []
  /** How the first turn stands. `dry`: it has played, and gathers before it goes on. */
  #phase: 'gathering' | 'playing' | 'dry' = 'gathering'
  readonly #heardMs = new Map<string, number>()
  /** For frames that lie in more than one chunk. */
  readonly #scratch = new Int16Array(OUTBOUND_FRAME_SAMPLES)
  #underruns = 0
  #refusedWrites = 0

  constructor(options: PlayoutOptions) {
    this.#options = options
    this.#startBufferSamples = samplesOf(options.startBufferMs ?? START_BUFFER_MS)
    this.#maxQueuedSamples = samplesOf(options.maxQueuedMs ?? MAX_QUEUED_MS)
  }

  /**
   * Queues sound of any length. The array is kept, not copied: do not write to it afterwards. Writing to a new
   * turn ends those before it. Which turns are over is for the caller to know: one that is written to again after
   * `clear`, or after it was heard to its end, is queued and starts like a new one.
   * @returns false when the queue is full: nothing of it was taken, and `refusedWrites` counts it
   */
  write(turnId: string, pcm: Int16Array): boolean {
    if (pcm.length === 0) return true
    if (this.#queuedSamples() + pcm.length > this.#maxQueuedSamples) {
      this.#refusedWrites++
      return false
    }
    let turn = this.#find(turnId)
    if (!turn) {
      for (const earlier of this.#turns) earlier.ended = true
      turn = new QueuedTurn(turnId)
      this.#turns.push(turn)
    }
    turn.write(pcm)
    return true
  }

  /** All of the turn is written: its tail need not wait for more. For a turn that is not queued it does nothing. */
  endTurn(turnId: string): void {
    const turn = this.#find(turnId)
    if (turn) turn.ended = true
  }

  /**
   * The user cut in: drops everything that is not yet pulled.
   * @returns every turn that was begun or waited; no `onTurnFinished` comes for these
   */
  clear(): DroppedTurn[] {
    const dropped = this.#turns.map(({ turnId, queuedSamples }) => ({
      turnId,
      heardMs: this.heardMs(turnId),
      droppedMs: (queuedSamples / OUTBOUND_SAMPLE_RATE_HZ) * 1000,
    }))
    this.#turns.length = 0
    this.#phase = 'gathering'
    return dropped
  }

  /** What is to be sent in this tick of the clock; null: nothing. Call it once every 20 ms. */
  pullFrame(): PlayoutFrame | null {
    for (let turn = this.#turns[0]; turn; turn = this.#turns[0]) {
      if (turn.ended && turn.queuedSamples === 0) {
        this.#finish(turn)
        continue
      }
      return this.#isReady(turn) ? this.#pull(turn) : null
    }
    return null
  }

  /** How much of a turn was pulled, in whole frames; 0 for one that is unknown or long over. */
  heardMs(turnId: string): number {
    return this.#heardMs.get(turnId) ?? 0
  }

  /** What is still to be heard, all turns together. */
  get queuedMs(): number {
    return (this.#queuedSamples() / OUTBOUND_SAMPLE_RATE_HZ) * 1000
  }

  /** Gaps that the user heard within a turn. */
  get underruns(): number {
    return this.#underruns
  }

  get refusedWrites(): number {
    return this.#refusedWrites
  }

  #isReady({ ended, queuedSamples }: QueuedTurn): boolean {
    if (this.#phase === 'playing' && queuedSamples < OUTBOUND_FRAME_SAMPLES && !ended) this.#phase = 'dry'
    return this.#phase === 'playing' || ended || queuedSamples >= this.#startBufferSamples
  }

  #pull(turn: QueuedTurn): PlayoutFrame {
    const { turnId } = turn
    const first = this.#phase === 'gathering'
    // Counted only now: a turn that ran dry because it was over left no gap in anything.
    if (this.#phase === 'dry') this.#underruns++
    this.#phase = 'playing'
    const frame = turn.pull(this.#scratch)
    this.#remember(turn)
    if (first) this.#options.onTurnStarted(turnId)
    return { frame, turnId, first }
  }

  #finish(turn: QueuedTurn): void {
    this.#turns.shift()
    this.#phase = 'gathering'
    this.#options.onTurnFinished(turn.turnId, this.heardMs(turn.turnId))
  }

  #remember({ turnId }: QueuedTurn): void {
    this.#heardMs.set(turnId, this.heardMs(turnId) + FRAME_MS)
    const [oldest] = this.#heardMs.keys()
    if (this.#heardMs.size > MAX_REMEMBERED_TURNS && oldest !== undefined) this.#heardMs.delete(oldest)
  }

  #find(turnId: string): QueuedTurn | undefined {
    return this.#turns.find((turn) => turn.turnId === turnId)
  }

  #queuedSamples(): number {
    return this.#turns.reduce((sum, turn) => sum + turn.queuedSamples, 0)
  }
}

function samplesOf(ms: number): number {
  return (ms / 1000) * OUTBOUND_SAMPLE_RATE_HZ
}
