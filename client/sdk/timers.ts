import type { CallClock } from './call-clock.ts'

/** Timers by name, one of each at a time. Whoever makes it clears it. */
export class Timers<Name extends string> {
  readonly #clock: CallClock
  readonly #running = new Map<Name, () => void>()

  constructor(clock: CallClock) {
    this.#clock = clock
  }

  has(name: Name): boolean {
    return this.#running.has(name)
  }

  /** Begins anew if it runs. */
  set(name: Name, delayMs: number, run: () => void): void {
    this.clear(name)
    const cancel = this.#clock.after(delayMs, () => {
      this.#running.delete(name)
      run()
    })
    this.#running.set(name, cancel)
  }

  clear(...names: Name[]): void {
    for (const name of names) {
      this.#running.get(name)?.()
      this.#running.delete(name)
    }
  }

  clearAll(): void {
    this.clear(...this.#running.keys())
  }
}
