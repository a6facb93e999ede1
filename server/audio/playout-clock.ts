import { FRAME_MS } from '../../shared/audio-format.ts'
import type { Clock } from '../clock.ts'

/**
 * How many ticks a late timer makes up for at most. An event loop that has as many talks as it can bear is late by
 * up to 200 ms; what is older would only add to the delay.
 */
const MAX_TICKS_AT_ONCE = 10
/** Node rounds timers to whole ms, so that they may come this much early. */
const TIMER_PLAY_MS = 1

export interface PlayoutClockOptions {
  clock: Clock
  /** Takes what a listener throws; must not throw itself. The other listeners are called all the same. */
  onError: (error: unknown) => void
}

/** Gets every tick's number: one for each 20 ms since the clock was made, whether anyone listened or not. */
export type TickListener = (tick: number) => void

/**
 * The 20 ms beat that all talks play out to. Tick n is due at start + n * 20 ms, however late the timers come, so
 * that it never drifts. After a pause of the whole process the ticks that are too old are skipped: the numbers, and
 * with them the RTP timestamps, follow the wall clock. The timer runs only while somebody listens.
 */
export class PlayoutClock {
  readonly #clock: Clock
  readonly #onError: (error: unknown) => void
  readonly #startMs: number
  readonly #listeners = new Set<{ onTick: TickListener }>()
  #nextTick = 0
  #timer: Disposable | undefined
  #skippedTicks = 0
  #closed = false

  constructor({ clock, onError }: PlayoutClockOptions) {
    this.#clock = clock
    this.#onError = onError
    this.#startMs = clock.nowMs()
  }

  /** Ticks that nobody heard, though somebody listened, because they were too late. */
  get skippedTicks(): number {
    return this.#skippedTicks
  }

  /** When a tick is due by the clock's `nowMs`, however late its timer comes. */
  dueMs(tick: number): number {
    return this.#startMs + tick * FRAME_MS
  }

  /** Calls `onTick` from the next tick on, until the result is disposed. Does nothing after the close. */
  add(onTick: TickListener): Disposable {
    const listener = { onTick }
    if (!this.#closed) this.#listeners.add(listener)
    if (!this.#timer && this.#listeners.size > 0) {
      this.#nextTick = Math.floor((this.#clock.nowMs() - this.#startMs) / FRAME_MS) + 1
      this.#schedule()
    }
    return { [Symbol.dispose]: () => this.#remove(listener) }
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true
    this.#listeners.clear()
    this.#stop()
  }

  #remove(listener: { onTick: TickListener }): void {
    this.#listeners.delete(listener)
    if (this.#listeners.size === 0) this.#stop()
  }

  #stop(): void {
    this.#timer?.[Symbol.dispose]()
    this.#timer = undefined
  }

  #schedule(): void {
    this.#stop()
    const dueMs = this.dueMs(this.#nextTick)
    this.#timer = this.#clock.after(Math.max(0, Math.ceil(dueMs - this.#clock.nowMs())), () => this.#run())
  }

  #run(): void {
    const latestTick = Math.floor((this.#clock.nowMs() + TIMER_PLAY_MS - this.#startMs) / FRAME_MS)
    const tooLate = Math.max(0, latestTick - this.#nextTick + 1 - MAX_TICKS_AT_ONCE)
    this.#skippedTicks += tooLate
    this.#nextTick += tooLate
    while (this.#nextTick <= latestTick && this.#listeners.size > 0) this.#tick(this.#nextTick++)
    if (this.#listeners.size > 0) this.#schedule()
  }

  #tick(tick: number): void {
    // A copy: who is added during a tick hears the next one first.
    for (const listener of [...this.#listeners]) {
      if (!this.#listeners.has(listener)) continue
      try {
        listener.onTick(tick)
      } catch (error) {
        this.#onError(error)
      }
    }
  }
}
