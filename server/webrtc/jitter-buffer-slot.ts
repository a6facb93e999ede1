import type { RtpPlace } from './jitter-buffer-order.ts'
import type { OpusPacketInfo } from './opus-packet.ts'
import { OPUS_CLOCK_RATE_HZ } from './rtp-packetizer.ts'

export const TICKS_PER_MS = OPUS_CLOCK_RATE_HZ / 1000

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

/** A packet with its place in the stream. */
export interface PlacedPacket extends RtpPlace {
  payload: Uint8Array
  info: OpusPacketInfo
  arrivedAtMs: number
}

/** When things are due: packets that nothing holds up come at `baseMs` after their timestamp. */
export interface Timing {
  baseMs: number
  /** How much later than that a packet is still waited for. */
  depthMs: number
}
