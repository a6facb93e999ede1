import type { Clock } from '../../clock.ts'

/** Real time that passes faster, for what only takes long because somebody listens to it. */
export class ScaledClock implements Clock {
  readonly #factor: number
  readonly #startDate = Date.now()

  constructor(factor: number) {
    this.#factor = factor
  }

  nowMs(): number {
    return performance.now() * this.#factor
  }

  date(): Date {
    return new Date(this.#startDate + (Date.now() - this.#startDate) * this.#factor)
  }

  after(delayMs: number, run: () => void): Disposable {
    const timer = setTimeout(run, delayMs / this.#factor)
    return { [Symbol.dispose]: () => clearTimeout(timer) }
  }
}
