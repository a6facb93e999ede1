import { FILL_TICKS, Filler } from './jitter-buffer-filler.ts'
import type { RtpPlace } from './jitter-buffer-order.ts'
import { type PlacedPacket, type Slot, TICKS_PER_MS, type Timing } from './jitter-buffer-slot.ts'

export type Insertion =
  | 'held'
  /** Its time is played. */
  | 'late'
  /** So it is here, but nothing else came in that time: the network stood still, and goes on where it stopped. */
  | 'resumed'
  /** The same, but further back than may be made up for. */
  | 'outrun'
  /** There is no room. */
  | 'full'

/** Of sound that leaves later than it might have. A tick of the clock may add 20 ms. */
const MAX_WAIT_MS = 100
/** All lengths that libopus knows are multiples of it. */
const SHORTEST_TICKS = 2.5 * TICKS_PER_MS
/** One second of the usual 20 ms. When as much waits behind a gap, the oldest gap is given up. */
const MAX_HELD_PACKETS = 50
// Asking for a packet again takes a round trip; with less time than that on a good line it is not worth asking.
const MIN_ROUND_TRIP_MS = 20
/** What one request can name (RFC 4585 section 6.2.1). */
const MAX_ASKED_PACKETS = 17

/** Where one stream has been played to, and what waits to be. Pure. */
export class Playhead {
  readonly #held = new Map<number, PlacedPacket>()
  readonly #filler = new Filler()
  #nextSequence: number
  /** All before it is played. */
  #ticks: number
  /** Of the last packet: a missing one is taken to be as long. */
  #slotTicks = FILL_TICKS
  /** What is missing before this one was asked for already. */
  #askedBefore = 0

  /** @param options.owedTicks silence to play before the first packet, which is at this place */
  constructor({ sequence, ticks, owedTicks }: RtpPlace & { owedTicks: number }) {
    this.#nextSequence = sequence
    this.#ticks = ticks - owedTicks
  }

  get heldPackets(): number {
    return this.#held.size
  }

  /** By how much what is played is behind what could have come by now. */
  lagMs(nowMs: number, { baseMs }: Timing): number {
    return nowMs - this.#dueMs(baseMs, 0)
  }

  /** Takes a packet that did not come before. What is not `held` or `resumed` is dropped. */
  insert(packet: PlacedPacket): Insertion {
    if (packet.sequence < this.#nextSequence) return 'late'
    if (packet.info.durationTicks === 0) {
      if (packet.sequence === this.#nextSequence) this.#nextSequence++
      return 'held'
    }
    if (this.#held.size >= MAX_HELD_PACKETS) return 'full'
    const overlapTicks = this.#ticks - packet.ticks
    const stoodStill = this.#held.size === 0 && this.#filler.coversStandstill(overlapTicks)
    if (stoodStill && this.#filler.takeBack(overlapTicks)) {
      this.#ticks = packet.ticks
      this.#held.set(packet.sequence, packet)
      return 'resumed'
    }
    if (overlapTicks >= packet.info.durationTicks) return stoodStill ? 'outrun' : 'late'
    this.#held.set(packet.sequence, packet)
    return 'held'
  }

  /**
   * @param allRead as `JitterBuffer.next` takes it
   * @returns what is due, undefined while that has time, `ended` when nothing came for too long
   */
  next(nowMs: number, timing: Timing, allRead: boolean): Slot | 'ended' | undefined {
    for (;;) {
      const head = this.#head()
      const gapTicks = head ? head.ticks - this.#ticks : Number.POSITIVE_INFINITY
      if (head && gapTicks < SHORTEST_TICKS) return this.#play(head)
      if (!head && !allRead) return undefined
      // Nothing is missing between two neighbours, so the sender had nothing to say in between.
      const isPause = head?.sequence === this.#nextSequence
      const isLast = gapTicks <= this.#slotTicks
      const isFull = this.#held.size >= MAX_HELD_PACKETS
      if (!isPause && !isFull && nowMs < this.#gapDueMs(timing, isLast)) return undefined
      if (!head && this.#filler.isExhausted) return 'ended'
      const slot =
        head?.info.hasFec && isLast && !isPause
          ? this.#recover(head, gapTicks)
          : this.#fill(Math.min(gapTicks, this.#slotTicks, FILL_TICKS), isPause)
      if (slot) return slot
    }
  }

  /** @returns what is missing and may still come in time when it is asked for now, each only once */
  missing(nowMs: number, timing: Timing): number[] {
    if (this.#held.size === 0 || nowMs > this.#gapDueMs(timing, true) - MIN_ROUND_TRIP_MS) return []
    const newest = Math.max(...this.#held.keys())
    const first = Math.max(this.#nextSequence, this.#askedBefore, newest - MAX_ASKED_PACKETS)
    this.#askedBefore = newest
    const missing: number[] = []
    for (let sequence = first; sequence < newest; sequence++)
      if (!this.#held.has(sequence)) missing.push(sequence)
    return missing
  }

  /** What is missing may come; or the packet after it, later by one, with its redundancy. In a pause none is to come. */
  #gapDueMs({ baseMs, depthMs }: Timing, nextIsHere: boolean): number {
    const redundancyMs = nextIsHere || this.#filler.pausing ? 0 : this.#slotTicks / TICKS_PER_MS
    return this.#dueMs(baseMs, Math.min(depthMs + redundancyMs, MAX_WAIT_MS))
  }

  #dueMs(baseMs: number, waitMs: number): number {
    return baseMs + this.#ticks / TICKS_PER_MS + waitMs
  }

  #head(): PlacedPacket | undefined {
    const next = this.#held.get(this.#nextSequence)
    if (next || this.#held.size === 0) return next
    return this.#held.get(Math.min(...this.#held.keys()))
  }

  #play({ sequence, ticks, payload, info, arrivedAtMs }: PlacedPacket): Slot {
    const lostBefore = sequence - this.#nextSequence
    const durationMs = info.durationTicks / TICKS_PER_MS
    this.#held.delete(sequence)
    this.#nextSequence = sequence + 1
    this.#ticks = ticks + info.durationTicks
    this.#slotTicks = info.durationTicks
    this.#filler.heard(info)
    return { kind: 'decode', packet: payload, durationMs, arrivedAtMs, lostBefore }
  }

  #recover({ payload }: PlacedPacket, gapTicks: number): Slot {
    const ticks = wholeTicks(gapTicks)
    this.#ticks += ticks
    this.#filler.heard({ beginsPause: false })
    return { kind: 'recover', next: payload, durationMs: ticks / TICKS_PER_MS }
  }

  #fill(atMostTicks: number, isPause: boolean): Slot | undefined {
    const ticks = wholeTicks(atMostTicks)
    this.#ticks += ticks
    return this.#filler.fill(ticks, isPause)
  }
}

function wholeTicks(ticks: number): number {
  return ticks - (ticks % SHORTEST_TICKS)
}
