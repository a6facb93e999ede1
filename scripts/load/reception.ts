const TICKS_PER_MS = 48

/** A browser's own jitter buffer holds about so much: what comes later than that is heard as a gap. */
const GAP_MS = 60

/**
 * How evenly one talk's packets arrive, by their own times (RTP's 48 kHz of Opus, RFC 7587) and those of their
 * arrival. Pure: both are handed in.
 */
export class Reception {
  #first: { timestamp: number; atMs: number } | undefined
  #lastTransitMs = 0
  #leastTransitMs = 0
  #jitterMs = 0
  #isLate = false
  packets = 0
  /** How often sound came so late that it was missed. */
  gaps = 0

  hear(timestamp: number, atMs: number): void {
    this.packets++
    this.#first ??= { timestamp, atMs }
    // The timestamp starts over at 2^32, and a packet may be older than the first.
    const sentMs = ((timestamp - this.#first.timestamp) | 0) / TICKS_PER_MS
    const transitMs = atMs - this.#first.atMs - sentMs
    this.#leastTransitMs = Math.min(this.#leastTransitMs, transitMs)
    const isLate = transitMs - this.#leastTransitMs > GAP_MS
    if (isLate && !this.#isLate) this.gaps++
    this.#isLate = isLate
    if (this.packets > 1) this.#jitterMs += (Math.abs(transitMs - this.#lastTransitMs) - this.#jitterMs) / 16
    this.#lastTransitMs = transitMs
  }

  /** The interarrival jitter of RFC 3550 section 6.4.1, in ms; undefined before the second packet. */
  get jitterMs(): number | undefined {
    return this.packets > 1 ? this.#jitterMs : undefined
  }
}
