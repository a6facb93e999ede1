/** So much at once, and filling up again at this rate. */
export interface AllowanceLimits {
  atOnce: number
  perMs: number
}

/** How much of something a client may still send: a bucket that fills again as time goes by. */
export class Allowance {
  readonly #limits: AllowanceLimits
  #left: number
  #lastMs: number
  /** What was asked for and not to be had. */
  refused = 0

  constructor(limits: AllowanceLimits, nowMs: number) {
    this.#limits = limits
    this.#left = limits.atOnce
    this.#lastMs = nowMs
  }

  /** Whether so much may pass; what may not is counted. */
  take(amount: number, nowMs: number): boolean {
    const { atOnce, perMs } = this.#limits
    this.#left = Math.min(atOnce, this.#left + (nowMs - this.#lastMs) * perMs)
    this.#lastMs = nowMs
    if (amount > this.#left) {
      this.refused++
      return false
    }
    this.#left -= amount
    return true
  }
}
