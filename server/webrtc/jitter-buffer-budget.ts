// As much as the buffer may hold: more than that at once is no network's doing.
const BURST_MS = 1_000
// A sender's clock may run fast by that much (USB microphones do, by less) and never be cut.
const RATE = 1.01

/**
 * No more sound than time has passed, and a second on top for what was held up: whatever timestamps a sender makes
 * up, neither our processor nor the model's bill follows them. Pure.
 */
export class RealTimeBudget {
  #leftMs = BURST_MS
  #atMs: number | undefined

  /** @returns whether so much may still be played; if so, it is booked */
  take(durationMs: number, nowMs: number): boolean {
    const passedMs = Math.max(0, nowMs - (this.#atMs ?? nowMs))
    this.#atMs = nowMs
    this.#leftMs = Math.min(BURST_MS, this.#leftMs + passedMs * RATE)
    if (durationMs > this.#leftMs) return false
    this.#leftMs -= durationMs
    return true
  }
}
