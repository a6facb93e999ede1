// A good second of speech: long enough to have met the network's usual worst, short enough to follow a route that
// changed, and a sender that is slow by 5 %, as programs are that send by a JavaScript interval.
const WINDOW_PACKETS = 64
/** RFC 3550 section 6.4.1. */
const JITTER_GAIN = 1 / 16

/**
 * How long packets are under way, as far as one can tell: the sender's clock and ours have no common zero, so a
 * transit time means something only beside another one. Pure.
 */
export class TransitWindow {
  readonly #transitsMs = new Float64Array(WINDOW_PACKETS)
  #count = 0
  #baseMs = 0
  #slowestMs = 0
  #jitterMs = 0

  /** The fastest of late: what a packet takes when nothing holds it up. */
  get baseMs(): number {
    return this.#baseMs
  }

  /** By how much the slowest of late was slower than the fastest. */
  get spreadMs(): number {
    return this.#slowestMs - this.#baseMs
  }

  /** The smoothed difference between neighbours (RFC 3550 section 6.4.1). */
  get jitterMs(): number {
    return this.#jitterMs
  }

  /** How many packets the figures come from. */
  get count(): number {
    return Math.min(this.#count, WINDOW_PACKETS)
  }

  /** @param transitMs when it came by our clock, less its timestamp by the sender's */
  add(transitMs: number): void {
    const previousMs = this.#transitsMs[(this.#count + WINDOW_PACKETS - 1) % WINDOW_PACKETS] ?? transitMs
    if (this.#count > 0) this.#jitterMs += (Math.abs(transitMs - previousMs) - this.#jitterMs) * JITTER_GAIN
    const place = this.#count % WINDOW_PACKETS
    const leaving = this.#count < WINDOW_PACKETS ? undefined : this.#transitsMs[place]
    this.#transitsMs[place] = transitMs
    this.#count++
    if (this.#count === 1 || leaving === this.#baseMs || leaving === this.#slowestMs) this.#measure()
    this.#baseMs = Math.min(this.#baseMs, transitMs)
    this.#slowestMs = Math.max(this.#slowestMs, transitMs)
  }

  /** Forgets what was fast and slow: the network is another one from now on. */
  restart(): void {
    this.#count = 0
  }

  #measure(): void {
    const transitsMs = this.#transitsMs.subarray(0, this.count)
    this.#baseMs = Math.min(...transitsMs)
    this.#slowestMs = Math.max(...transitsMs)
  }
}
