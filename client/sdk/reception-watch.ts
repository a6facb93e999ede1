/**
 * At most so much of the time between two looks counts as silence: a computer that slept, or a page whose timers
 * were held back, has not heard the far end be silent for all that time.
 */
const MAX_STEP_MS = 1_000

/**
 * Notices that nothing comes any more. The server reports on what it hears about once a second (RTCP receiver
 * reports, RFC 3550 section 6.4), also while the partner is silent. Pure.
 */
export class ReceptionWatch {
  #received: number | undefined
  #lastAtMs: number | undefined
  #silentMs = 0

  /** @param received a count that rises with whatever comes; undefined: there is no connection */
  look(received: number | undefined, nowMs: number): void {
    const elapsedMs = nowMs - (this.#lastAtMs ?? nowMs)
    const heard = received !== undefined && (this.#received === undefined || received > this.#received)
    // A count may also fall, when ICE forgets a pair of addresses; from there on it rises again.
    this.#received = received
    this.#lastAtMs = nowMs
    this.#silentMs = heard ? 0 : this.#silentMs + Math.min(elapsedMs, MAX_STEP_MS)
  }

  /** How long nothing has come, as of the last look. */
  get silentMs(): number {
    return this.#silentMs
  }
}
