/**
 * Time as the server's parts see it. Handed in, so that tests can own it.
 */
export interface Clock {
  /** Monotonic ms from an arbitrary start. */
  nowMs(): number
  /** Wall-clock time, for what is kept. */
  date(): Date
  /** Calls `run` once after `delayMs`, unless the returned timer is disposed first. */
  after(delayMs: number, run: () => void): Disposable
}

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  date: () => new Date(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    return { [Symbol.dispose]: () => clearTimeout(timer) }
  },
}
