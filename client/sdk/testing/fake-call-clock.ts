import type { CallClock } from '../call-clock.ts'

/** Time that stands still until a test moves it. */
export class FakeCallClock implements CallClock {
  #nowMs = 0
  readonly #timers = new Set<{ atMs: number; run: () => void }>()

  nowMs(): number {
    return this.#nowMs
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, run }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** Timers that would still fire: none may outlive their owner. */
  get pending(): number {
    return this.#timers.size
  }

  /** Moves time on without firing anything, as for a computer that sleeps: it all falls due on waking. */
  sleep(ms: number): void {
    this.#nowMs += ms
  }

  /** Moves time on, fires what falls due in its order, and lets promises settle after each. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms
    for (;;) {
      const next = [...this.#timers].filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0]
      if (!next) break
      this.#timers.delete(next)
      this.#nowMs = Math.max(this.#nowMs, next.atMs)
      next.run()
      await settle()
    }
    this.#nowMs = untilMs
  }
}

/** Until every promise that can settle by now has done so. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}
