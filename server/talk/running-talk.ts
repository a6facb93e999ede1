import { randomBytes } from 'node:crypto'
import type { TalkRecord } from '../../shared/talk.ts'
import type { TalkEvent } from '../../shared/talk-event.ts'
import type { Caller } from './caller.ts'
import { EventLog } from './event-log.ts'
import type { RecordKeeper } from './record-keeper.ts'
import { recordAfter } from './talk-record.ts'

/** A save takes some ms; who hangs up is not kept for the sake of a database that does not answer. */
const TELL_END_WITHIN_MS = 2_000

/**
 * What the registry holds of a talk while it runs, and a while after: its events for whoever reads them, and
 * the record that is made of them.
 */
export class RunningTalk {
  /** Who holds it: the client that opened it, or that came back to it last. */
  controller: Caller
  /** What it began with, if it was WebRTC. */
  readonly offerSdp: string | undefined
  #record: TalkRecord
  readonly #log = new EventLog()
  readonly #resumeKey = randomBytes(16).toString('base64url')
  readonly #keeper: RecordKeeper
  readonly #now: () => Date
  readonly #onWatched: (watched: boolean) => void
  #readers = 0
  /** Its end has been told, if it has ended. */
  #told: Promise<void> = Promise.resolve()

  /** @param options.onWatched called when the first reader comes and when the last one goes */
  constructor(options: {
    record: TalkRecord
    controller: Caller
    offerSdp: string | undefined
    keeper: RecordKeeper
    now: () => Date
    onWatched: (watched: boolean) => void
  }) {
    this.#record = options.record
    this.controller = options.controller
    this.offerSdp = options.offerSdp
    this.#keeper = options.keeper
    this.#now = options.now
    this.#onWatched = options.onWatched
  }

  get record(): TalkRecord {
    return this.#record
  }

  get ended(): boolean {
    return this.#record.state === 'ended'
  }

  /** Whether anyone reads its events at the moment. */
  get watched(): boolean {
    return this.#readers > 0
  }

  /** The number of its newest event, to be read from there on. */
  get lastEventNumber(): number {
    return this.#log.lastNumber
  }

  /**
   * Takes the next event: into the log at once, and into the store where it leaves a trace. The end is told when it
   * is kept, so that whoever hears of it finds it; of a store that is away nobody waits long.
   */
  append(event: TalkEvent): void {
    const before = this.#record
    this.#record = recordAfter(before, event, this.#now())
    if (this.#record !== before) this.#keeper.keep(this.#record)
    if (!this.ended) {
      this.#log.append(event)
      return
    }
    this.#told = this.#keeper.settledWithin(TELL_END_WITHIN_MS).then(() => {
      this.#log.append(event)
      this.#log.close()
    })
  }

  /** It never began: whoever waits for its events waits no longer. */
  abandon(): void {
    this.#log.close()
  }

  /** Events after the given number, until the talk's end or the signal. */
  async *read(
    afterNumber: number,
    signal: AbortSignal,
  ): AsyncGenerator<{ id: string; event: TalkEvent }, void> {
    this.#readers++
    if (this.#readers === 1) this.#onWatched(true)
    try {
      for await (const { number, event } of this.#log.read(afterNumber, signal)) {
        yield { id: this.#eventId(number), event }
      }
    } finally {
      this.#readers--
      if (this.#readers === 0) this.#onWatched(false)
    }
  }

  /**
   * The number in an event id of this talk; undefined when it is none. The id carries a key that only those
   * know who were told an event, so presenting one proves that the talk is the caller's.
   */
  numberOf(eventId: string): number | undefined {
    const prefix = this.#eventIdPrefix
    if (!eventId.startsWith(prefix)) return undefined
    const number = Number(eventId.slice(prefix.length))
    return Number.isSafeInteger(number) && number >= 0 ? number : undefined
  }

  /** Resolves when all that was to be kept so far is safe, or was given up. */
  get saved(): Promise<void> {
    return Promise.all([this.#keeper.settled, this.#told]).then(() => undefined)
  }

  get #eventIdPrefix(): string {
    return `${this.#record.id}.${this.#resumeKey}.`
  }

  #eventId(number: number): string {
    return `${this.#eventIdPrefix}${number}`
  }
}

/** The talk's id in an event id, whether or not there is such a talk. */
export function talkIdOf(eventId: string): string {
  return eventId.split('.', 1)[0] ?? ''
}
