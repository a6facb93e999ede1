/** The fields of RTP's header (RFC 3550 section 5.1) that order a stream, as they are on the wire. */
export interface RtpNumbers {
  ssrc: number
  /** 16 bits. */
  sequenceNumber: number
  /** 32 bits, 48 kHz. */
  timestamp: number
}

/** The same numbers without their wraps: they only ever grow along the stream. */
export interface RtpPlace {
  sequence: number
  ticks: number
}

// A stream that pauses for longer begins anew, so what is further off than this is of another one.
const MAX_SEQUENCE_STEP = 500
const MAX_TICKS_STEP = 2 * 48_000
// Twice the step: of what can come at all, nothing is forgotten too early.
const SEEN_SEQUENCES = 2 * MAX_SEQUENCE_STEP

/** Unwraps the numbers of one RTP stream and knows what has come of it already (RFC 3550 appendix A.1). Pure. */
export class RtpOrder {
  readonly ssrc: number
  readonly #newest: RtpPlace
  readonly #seen = new Float64Array(SEEN_SEQUENCES).fill(-1)

  /** @param first the stream's first packet, whose place this is */
  constructor(first: RtpNumbers) {
    this.ssrc = first.ssrc
    // One wrap up, so that what was sent before the first packet has a place too.
    this.#newest = { sequence: first.sequenceNumber + 0x1_0000, ticks: first.timestamp + 0x1_0000_0000 }
  }

  /** @returns null for what belongs to another stream, or to this one after a jump */
  place({ ssrc, sequenceNumber, timestamp }: RtpNumbers): RtpPlace | null {
    const { sequence, ticks } = this.#newest
    // Cutting to 16 or 32 signed bits gives the shorter way round.
    const sequenceStep = ((sequenceNumber - sequence) << 16) >> 16
    const ticksStep = (timestamp - ticks) | 0
    const isNear = Math.abs(sequenceStep) <= MAX_SEQUENCE_STEP && Math.abs(ticksStep) <= MAX_TICKS_STEP
    if (ssrc !== this.ssrc || !isNear) return null
    return { sequence: sequence + sequenceStep, ticks: ticks + ticksStep }
  }

  /** Remembers a packet that `place` has placed. @returns false when it came before */
  take({ sequence, ticks }: RtpPlace): boolean {
    const index = sequence % SEEN_SEQUENCES
    if (this.#seen[index] === sequence) return false
    this.#seen[index] = sequence
    if (sequence > this.#newest.sequence) {
      this.#newest.sequence = sequence
      this.#newest.ticks = ticks
    }
    return true
  }
}
