import type { Slot } from './jitter-buffer-slot.ts'

export interface JitterBufferStats {
  packetsReceived: number
  /** Missing when their time was over, whether they came later or never. */
  packetsLost: number
  /** Pieces of lost sound: rebuilt from the next packet, guessed, given up as silence. A sender's pause is none. */
  fecRecovered: number
  concealed: number
  silenced: number
  /** Packets that were dropped: after their time, twice, of no stream, no Opus, more than real time. */
  late: number
  duplicates: number
  strays: number
  malformed: number
  overrun: number
  /** Interarrival jitter (RFC 3550 section 6.4.1). */
  jitterMs: number
  /** How long packets were held on average. */
  bufferDelayMs: number
}

/** Counts what becomes of packets and of time. Those of dropped packets are counted where they are dropped. */
export class JitterBufferCounters {
  packetsReceived = 0
  late = 0
  duplicates = 0
  strays = 0
  malformed = 0
  overrun = 0
  #packetsLost = 0
  #fecRecovered = 0
  #concealed = 0
  #silenced = 0
  #played = 0
  #heldMs = 0

  /** A slot that is played now. */
  slot(slot: Slot, nowMs: number): void {
    switch (slot.kind) {
      case 'decode':
        this.#packetsLost += slot.lostBefore
        this.#heldMs += nowMs - slot.arrivedAtMs
        this.#played++
        break
      case 'recover':
        this.#fecRecovered++
        break
      case 'conceal':
        this.#concealed++
        break
      case 'silence':
        if (!slot.isPause) this.#silenced++
    }
  }

  stats({ jitterMs }: { jitterMs: number }): JitterBufferStats {
    return {
      packetsReceived: this.packetsReceived,
      packetsLost: this.#packetsLost,
      fecRecovered: this.#fecRecovered,
      concealed: this.#concealed,
      silenced: this.#silenced,
      late: this.late,
      duplicates: this.duplicates,
      strays: this.strays,
      malformed: this.malformed,
      overrun: this.overrun,
      jitterMs,
      bufferDelayMs: this.#played === 0 ? 0 : this.#heldMs / this.#played,
    }
  }
}
