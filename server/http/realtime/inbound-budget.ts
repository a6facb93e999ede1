/** Twice real time: enough to catch up after a stall, too little to flood anyone. */
const BYTES_PER_MS = 64
const BURST_MS = 2_000

/** How much sound a socket may still send: a bucket that fills at twice real time and holds two seconds. */
export class InboundBudget {
  #bytes = BYTES_PER_MS * BURST_MS
  #lastMs: number
  refused = 0

  constructor(nowMs: number) {
    this.#lastMs = nowMs
  }

  /** Whether these bytes may pass; those that may not are counted. */
  take(bytes: number, nowMs: number): boolean {
    this.#bytes = Math.min(BYTES_PER_MS * BURST_MS, this.#bytes + (nowMs - this.#lastMs) * BYTES_PER_MS)
    this.#lastMs = nowMs
    if (bytes > this.#bytes) {
      this.refused++
      return false
    }
    this.#bytes -= bytes
    return true
  }
}
