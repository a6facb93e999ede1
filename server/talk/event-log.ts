import type { TalkEvent } from '../../shared/talk-event.ts'

export interface NumberedEvent {
  /** Counts from 1. */
  number: number
  event: TalkEvent
}

// A minute of talk is about 200 events: this holds what a client misses in the 30 s for which its talk waits,
// many times over. Beyond it the oldest are dropped.
const MAX_EVENTS = 2_000

/**
 * What a talk has told so far, for clients that come back after a drop. Numbers are never reused; the oldest
 * events are dropped when there are too many.
 */
export class EventLog {
  readonly #events: NumberedEvent[] = []
  readonly #waiting = new Set<() => void>()
  #lastNumber = 0
  #closed = false

  append(event: TalkEvent): void {
    this.#lastNumber++
    this.#events.push({ number: this.#lastNumber, event })
    if (this.#events.length > MAX_EVENTS) this.#events.shift()
    this.#wake()
  }

  /** No more events will come: readers end after the last one. */
  close(): void {
    this.#closed = true
    this.#wake()
  }

  /** 0 before the first event. */
  get lastNumber(): number {
    return this.#lastNumber
  }

  get readerCount(): number {
    return this.#waiting.size
  }

  /**
   * Every event after the given number, those to come too, until the log is closed or the signal is aborted.
   */
  async *read(afterNumber: number, signal: AbortSignal): AsyncGenerator<NumberedEvent, void> {
    let last = afterNumber
    while (!signal.aborted) {
      const next = this.#next(last)
      if (next) {
        last = next.number
        yield next
      } else if (this.#closed) {
        return
      } else {
        await this.#appended(signal)
      }
    }
  }

  #next(after: number): NumberedEvent | undefined {
    const first = this.#events[0]
    return first && this.#events[Math.max(0, after + 1 - first.number)]
  }

  async #appended(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.add(resolve)
    const onAbort = () => resolve()
    signal.addEventListener('abort', onAbort)
    try {
      await promise
    } finally {
      this.#waiting.delete(resolve)
      signal.removeEventListener('abort', onAbort)
    }
  }

  #wake(): void {
    for (const resume of this.#waiting) resume()
  }
}
