/** Time as a call sees it. Handed in, so that tests can own it. */
export interface CallClock {
  /** Monotonic ms from an arbitrary start. */
  nowMs(): number
  /**
   * Calls `run` once after `delayMs`, unless cancelled first.
   * @returns cancels; a plain function, for Safari has no `Symbol.dispose`
   */
  after(delayMs: number, run: () => void): () => void
}

export const systemCallClock: CallClock = {
  nowMs: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
}
