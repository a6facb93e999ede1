import type { RtpPlace } from './jitter-buffer-order.ts'
import type { OpusPacketInfo } from './opus-packet.ts'
import { OPUS_CLOCK_RATE_HZ } from './rtp-packetizer.ts'

/** What to play next, and for how long: a multiple of 2.5 ms up to 120 ms. */
export type Slot =
  /** This packet, `lostBefore` others having been given up. */
  | { kind: 'decode'; packet: Uint8Array; durationMs: number; arrivedAtMs: number; lostBefore: number }
  /** A lost packet, from the redundancy in the next one. */
  | { kind: 'recover'; next: Uint8Array; durationMs: number }
  /** A lost packet, by guess. `fadesOut`: silence follows unless something comes. */
  | { kind: 'conceal'; durationMs: number; fadesOut: boolean }
  /** Nothing: the sender paused, or too much is lost in a row to guess at. */
  | { kind: 'silence'; durationMs: number; isPause: boolean }

export interface PlacedPacket extends RtpPlace {
  payload: Uint8Array
  info: OpusPacketInfo
  arrivedAtMs: number
}

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

/** When things are due: packets that nothing holds up come at `baseMs` after their timestamp. */
export interface Timing {
  baseMs: number
  /** How much later than that a packet is still waited for. */
  depthMs: number
}

export const TICKS_PER_MS = OPUS_CLOCK_RATE_HZ / 1000
/** Of sound that leaves later than it might have. A tick of the clock may add 20 ms. */
const MAX_WAIT_MS = 100
/** All lengths that libopus knows are multiples of it. */
const SHORTEST_TICKS = 2.5 * TICKS_PER_MS
const FILL_TICKS = 20 * TICKS_PER_MS
// From the third guess on libopus's concealment sounds of machine more than of voice.
const MAX_CONCEALED_TICKS = 60 * TICKS_PER_MS
// After it the talk takes the microphone for paused and tells the model so.
const MAX_FILLED_TICKS = 1_000 * TICKS_PER_MS
// How far what is played may fall behind for the sake of sound that came after its time was filled. With the packet
// that has just come it makes 120 ms.
const MAX_SURPLUS_TICKS = 100 * TICKS_PER_MS
/** One second of the usual 20 ms. When as much waits behind a gap, the oldest gap is given up. */
const MAX_HELD_PACKETS = 50
// Asking for a packet again takes a round trip; with less time than that on a good line it is not worth asking.
const MIN_ROUND_TRIP_MS = 20
/** What one request can name (RFC 4585 section 6.2.1). */
const MAX_ASKED_PACKETS = 17

/** Where one stream has been played to, and what waits to be. Pure. */
export class Playhead {
  readonly #held = new Map<number, PlacedPacket>()
  #nextSequence: number
  /** All before it is played. */
  #ticks: number
  /** Of the last packet: a missing one is taken to be as long. */
  #slotTicks = FILL_TICKS
  /** Since the last sound that came from the sender. */
  #filledTicks = 0
  #concealedTicks = 0
  #pausing = false
  /** What is missing before this one was asked for already. */
  #askedBefore = 0
  /** Played beyond the time that has passed, to be made up for in the next silence. */
  #surplusTicks = 0

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
    const stoodStill = this.#held.size === 0 && this.#filledTicks > FILL_TICKS
    const resumes = stoodStill && overlapTicks > 0 && overlapTicks <= this.#filledTicks
    if (resumes && this.#surplusTicks + overlapTicks <= MAX_SURPLUS_TICKS) {
      this.#held.set(packet.sequence, packet)
      this.#ticks = packet.ticks
      this.#surplusTicks += overlapTicks
      this.#filledTicks = 0
      return 'resumed'
    }
    if (overlapTicks >= packet.info.durationTicks) return resumes ? 'outrun' : 'late'
    this.#held.set(packet.sequence, packet)
    return 'held'
  }

  /** @returns what is due, undefined while that has time, `ended` when nothing came for too long */
  next(nowMs: number, timing: Timing): Slot | 'ended' | undefined {
    for (;;) {
      const head = this.#head()
      const gapTicks = head ? head.ticks - this.#ticks : Number.POSITIVE_INFINITY
      if (head && gapTicks < SHORTEST_TICKS) return this.#play(head)
      // Nothing is missing between two neighbours, so the sender had nothing to say in between.
      const isPause = head?.sequence === this.#nextSequence
      const isLast = gapTicks <= this.#slotTicks
      if (!isPause && this.#held.size < MAX_HELD_PACKETS && nowMs < this.#gapDueMs(timing, isLast))
        return undefined
      if (!head && this.#filledTicks >= MAX_FILLED_TICKS) return 'ended'
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

  /** What is missing may come, or the packet after it and with it the redundancy: a packet's time later. */
  #gapDueMs({ baseMs, depthMs }: Timing, nextIsHere: boolean): number {
    const waitMs = depthMs + (nextIsHere ? 0 : this.#slotTicks / TICKS_PER_MS)
    return this.#dueMs(baseMs, Math.min(waitMs, MAX_WAIT_MS))
  }

  #dueMs(baseMs: number, waitMs: number): number {
    return baseMs + this.#ticks / TICKS_PER_MS + waitMs
  }

  #head(): PlacedPacket | undefined {
    const next = this.#held.get(this.#nextSequence)
    if (next || this.#held.size === 0) return next
    return this.#held.get(Math.min(...this.#held.keys()))
  }

  #play(head: PlacedPacket): Slot {
    const { sequence, ticks, payload, info, arrivedAtMs } = head
    const lostBefore = sequence - this.#nextSequence
    this.#held.delete(sequence)
    this.#nextSequence = sequence + 1
    this.#ticks = ticks + info.durationTicks
    this.#slotTicks = info.durationTicks
    this.#filledTicks = 0
    this.#concealedTicks = 0
    this.#pausing = info.beginsPause
    return { kind: 'decode', packet: payload, durationMs: inMs(info.durationTicks), arrivedAtMs, lostBefore }
  }

  #recover(next: PlacedPacket, gapTicks: number): Slot {
    const ticks = gapTicks - (gapTicks % SHORTEST_TICKS)
    this.#ticks += ticks
    this.#filledTicks = 0
    this.#concealedTicks = 0
    this.#pausing = false
    return { kind: 'recover', next: next.payload, durationMs: inMs(ticks) }
  }

  #fill(atMostTicks: number, isPause: boolean): Slot | undefined {
    const ticks = atMostTicks - (atMostTicks % SHORTEST_TICKS)
    const durationMs = inMs(ticks)
    this.#ticks += ticks
    this.#filledTicks += ticks
    const concealedTicks = this.#concealedTicks + ticks
    if (!isPause && !this.#pausing && concealedTicks <= MAX_CONCEALED_TICKS) {
      this.#concealedTicks = concealedTicks
      return { kind: 'conceal', durationMs, fadesOut: concealedTicks + ticks > MAX_CONCEALED_TICKS }
    }
    if (this.#surplusTicks >= ticks) {
      this.#surplusTicks -= ticks
      return undefined
    }
    return { kind: 'silence', durationMs, isPause: isPause || this.#pausing }
  }
}

function inMs(ticks: number): number {
  return ticks / TICKS_PER_MS
}
