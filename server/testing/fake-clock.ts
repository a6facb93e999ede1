import type { Clock } from '../clock.ts'

interface Timer {
  readonly dueMs: number
  readonly run: () => void
}

/** Time that stands still until a test moves it. Timers run inside `advance`, in the order in which they are due. */
export class FakeClock implements Clock {
  #nowMs = 0
  readonly #startDate: Date
  readonly #timers = new Set<Timer>()

  /** @param startDate what `date()` says before any time has passed */
  constructor(startDate = new Date('2026-01-01T00:00:00Z')) {
    this.#startDate = startDate
  }

  nowMs(): number {
    return this.#nowMs
  }

  date(): Date {
    return new Date(this.#startDate.getTime() + this.#nowMs)
  }

  after(delayMs: number, run: () => void): Disposable {
    const timer: Timer = { dueMs: this.#nowMs + Math.max(0, delayMs), run }
    this.#timers.add(timer)
    return { [Symbol.dispose]: () => this.#timers.delete(timer) }
  }

  /** Lets `ms` pass, running each timer at its own time: those that a timer sets on the way too. */
  advance(ms: number): void {
    const untilMs = this.#nowMs + ms
    for (let timer = this.#earliest(); timer && timer.dueMs <= untilMs; timer = this.#earliest()) {
      this.#timers.delete(timer)
      this.#nowMs = Math.max(this.#nowMs, timer.dueMs)
      timer.run()
    }
    this.#nowMs = untilMs
  }

  /** Lets `ms` pass without running anything, as when the process is suspended; what was due runs at the next `advance`. */
  stall(ms: number): void {
    this.#nowMs += ms
  }

  /** Timers that are set and have not run: 0 once every owner has closed. */
  get pendingTimers(): number {
    return this.#timers.size
  }

  #earliest(): Timer | undefined {
    let earliest: Timer | undefined
    // The set keeps the order in which timers were set, so that of two due at once the older one runs first.
    for (const timer of this.#timers) if (!earliest || timer.dueMs < earliest.dueMs) earliest = timer
    return earliest
  }
}
