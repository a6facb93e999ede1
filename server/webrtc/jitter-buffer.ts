import { RealTimeBudget } from './jitter-buffer-budget.ts'
import { JitterBufferCounters, type JitterBufferStats } from './jitter-buffer-counters.ts'
import { type RtpNumbers, RtpOrder, type RtpPlace } from './jitter-buffer-order.ts'
import { Playhead } from './jitter-buffer-playhead.ts'
import { type Slot, TICKS_PER_MS, type Timing } from './jitter-buffer-slot.ts'
import { TransitWindow } from './jitter-buffer-transit.ts'
import { type OpusPacketInfo, readOpusPacket } from './opus-packet.ts'

export interface RtpAudioPacket extends RtpNumbers {
  /** Opus. Kept until it is played. */
  payload: Uint8Array
}

export interface MissingPackets {
  ssrc: number
  sequenceNumbers: number[]
}

interface Arrival {
  packet: RtpAudioPacket
  info: OpusPacketInfo
  atMs: number
}

// A gap is waited for no shorter than timers and sockets are exact, and no longer than leaves 120 ms in all:
// it, the packet after it for its redundancy, and a tick of the clock.
const MIN_DEPTH_MS = 10
const MAX_DEPTH_MS = 80
// What a network does is not known from its first half second; then this is what mobile ones usually do.
const MIN_MEASURED_PACKETS = 25
const STARTING_DEPTH_MS = 60
// A timestamp further from what the clock says is no delay of a network's: the sender has jumped.
const MAX_EARLY_MS = 500
const MAX_LATE_MS = 2_000
const MAX_OWED_TICKS = 1_000 * TICKS_PER_MS
/** RTP without a payload is padding: it takes a sequence number and no time. */
const PADDING: OpusPacketInfo = { durationTicks: 0, hasFec: false, beginsPause: false }

/**
 * Puts RTP audio back into its order and time, and says for each piece of time what to play. Packets that come in
 * order are passed on at once, however unevenly they come: who listens is a model, not a loudspeaker. Only at a gap
 * is anything waited for, as long as the network has lately been late by, at most 120 ms in all. Pure: no timer, no
 * I/O, the time handed in by whoever calls, never less than at the call before.
 */
export class JitterBuffer {
  readonly #transits = new TransitWindow()
  readonly #budget = new RealTimeBudget()
  readonly #counters = new JitterBufferCounters()
  /** Undefined before the first packet, and once nothing came for a second. */
  #stream: { order: RtpOrder; playhead: Playhead } | undefined
  /** A packet out of all order: only when the next one follows it is it more than a stray. */
  #stray: Arrival | undefined

  push(packet: RtpAudioPacket, nowMs: number): void {
    this.#counters.packetsReceived++
    const info = packet.payload.length === 0 ? PADDING : readOpusPacket(packet.payload)
    if (!info) {
      this.#counters.malformed++
      return
    }
    const arrival = { packet, info, atMs: nowMs }
    const place = this.#stream ? this.#placeOf(arrival, this.#stream.order) : this.#begin(arrival)
    if (place) this.#accept(arrival, place)
    else this.#pushStray(arrival)
  }

  /**
   * To be called after each `push` and every 20 ms, until it gives undefined: nothing (more) is due.
   * @param allRead whether all that has come was pushed. After a `push` one cannot know: the next packet may
   * already wait in the socket, and is not to be taken for missing.
   */
  next(nowMs: number, allRead: boolean): Slot | undefined {
    while (this.#stream) {
      const slot = this.#stream.playhead.next(nowMs, this.#timing, allRead)
      if (!slot) return undefined
      if (slot === 'ended') {
        this.#stream = undefined
      } else if (this.#budget.take(slot.durationMs, nowMs)) {
        this.#counters.slot(slot, nowMs)
        return slot
      } else {
        this.#counters.overrun++
      }
    }
    return undefined
  }

  /** What the sender may be asked to send again (RFC 4585 section 6.2.1): each packet once, and only in time. */
  missing(nowMs: number): MissingPackets | undefined {
    const missing = this.#stream?.playhead.missing(nowMs, this.#timing) ?? []
    if (!this.#stream || missing.length === 0) return undefined
    return { ssrc: this.#stream.order.ssrc, sequenceNumbers: missing.map((sequence) => sequence & 0xffff) }
  }

  /** How many packets wait: 50 at most. */
  get heldPackets(): number {
    return this.#stream?.playhead.heldPackets ?? 0
  }

  /** Counters so far. */
  stats(): JitterBufferStats {
    return this.#counters.stats(this.#transits)
  }

  get #timing(): Timing {
    const { baseMs, spreadMs, count } = this.#transits
    const lowestMs = count < MIN_MEASURED_PACKETS ? STARTING_DEPTH_MS : MIN_DEPTH_MS
    return { baseMs, depthMs: Math.min(Math.max(spreadMs, lowestMs), MAX_DEPTH_MS) }
  }

  #placeOf({ packet, atMs }: Arrival, order: RtpOrder): RtpPlace | null {
    const place = order.place(packet)
    if (!place) return null
    const delayMs = transitMs(place, atMs) - this.#transits.baseMs
    return delayMs >= -MAX_EARLY_MS && delayMs <= MAX_LATE_MS ? place : null
  }

  #accept({ packet, info, atMs }: Arrival, place: RtpPlace): void {
    if (!this.#stream) return
    if (this.#stray) this.#counters.strays++
    this.#stray = undefined
    if (!this.#stream.order.take(place)) {
      this.#counters.duplicates++
      return
    }
    const { payload } = packet
    const outcome = this.#stream.playhead.insert({ ...place, payload, info, arrivedAtMs: atMs })
    if (outcome === 'late' || outcome === 'outrun') this.#counters.late++
    if (outcome === 'full') this.#counters.overrun++
    const ms = transitMs(place, atMs)
    const stoodStill = outcome === 'resumed' || outcome === 'outrun'
    // What the network was like before it stood still says nothing of what it is like now.
    if (stoodStill && ms - this.#transits.baseMs > MAX_DEPTH_MS) this.#transits.restart()
    this.#transits.add(ms)
  }

  #pushStray(arrival: Arrival): void {
    const stray = this.#stray
    this.#stray = undefined
    if (!stray || !follows(arrival.packet, stray.packet)) {
      if (stray) this.#counters.strays++
      this.#stray = arrival
      return
    }
    const first = this.#begin(stray)
    if (first) this.#accept(stray, first)
    const second = this.#stream && this.#placeOf(arrival, this.#stream.order)
    if (second) this.#accept(arrival, second)
  }

  /** Another sender, or the same one after a jump: a new beginning, at the time where the old stream stopped. */
  #begin({ packet, atMs }: Arrival): RtpPlace | null {
    const owedMs = this.#stream?.playhead.lagMs(atMs, this.#timing) ?? 0
    const owedTicks = Math.min(Math.max(0, Math.round(owedMs * TICKS_PER_MS)), MAX_OWED_TICKS)
    const order = new RtpOrder(packet)
    const place = order.place(packet)
    if (!place) return null
    this.#stream = { order, playhead: new Playhead({ ...place, owedTicks }) }
    this.#transits.restart()
    return place
  }
}

function transitMs({ ticks }: RtpPlace, atMs: number): number {
  return atMs - ticks / TICKS_PER_MS
}

function follows(packet: RtpNumbers, before: RtpNumbers): boolean {
  return packet.ssrc === before.ssrc && packet.sequenceNumber === ((before.sequenceNumber + 1) & 0xffff)
}
