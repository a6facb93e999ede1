import type { Clock } from '../clock.ts'
import { FakeClock } from './fake-clock.ts'

/** What one turn of the event loop may take at most: a hop over a loopback socket seems to last this long. */
const STEP_MS = 10
/** How far time may lag behind its speed before the lag is forgiven. */
const MAX_LAG_MS = 500

/**
 * Time that passes `speed` times as fast as real time, but never faster than the process can follow: at most 10 ms
 * pass in a turn of the event loop. On a loaded machine it runs slower, and nobody on it comes too late for that.
 * Must be disposed of.
 */
export class PacedClock implements Clock, Disposable {
  readonly #clock = new FakeClock(new Date())
  readonly #speed: number
  #origin = { realMs: performance.now(), ms: 0 }
  #stopped = false

  constructor(speed: number) {
    this.#speed = speed
    setImmediate(() => this.#turn())
  }

  nowMs(): number {
    return this.#clock.nowMs()
  }

  date(): Date {
    return this.#clock.date()
  }

  after(delayMs: number, run: () => void): Disposable {
    return this.#clock.after(delayMs, run)
  }

  /** Timers that are set and have not run. */
  get pendingTimers(): number {
    return this.#clock.pendingTimers
  }

  /** Until `ms` have passed on this clock. */
  pass(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve))
  }

  [Symbol.dispose](): void {
    this.#stopped = true
  }

  #turn(): void {
    if (this.#stopped) return
    const realMs = performance.now()
    const dueMs = this.#origin.ms + (realMs - this.#origin.realMs) * this.#speed
    const lagMs = dueMs - this.nowMs()
    if (lagMs > MAX_LAG_MS) this.#origin = { realMs, ms: this.nowMs() }
    if (lagMs > 0) this.#clock.advance(Math.min(lagMs, STEP_MS))
    if (lagMs > STEP_MS) setImmediate(() => this.#turn())
    else setTimeout(() => this.#turn(), 1)
  }
}
