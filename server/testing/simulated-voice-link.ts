import { FRAME_MS } from '../../shared/audio-format.ts'
import type { RtpAudioPacket } from '../webrtc/jitter-buffer.ts'

/** A packet and when it leaves, or comes. */
export interface TimedPacket extends RtpAudioPacket {
  atMs: number
}

export interface LinkTroubles {
  /** From 0 to 1, each packet for itself. */
  lossShare?: number
  /** Each packet is under way for up to so much longer than the fastest, evenly spread: they overtake each other. */
  jitterMs?: number
  /** From 0 to 1: comes a second time, later. */
  duplicateShare?: number
  /** Of all that is random. */
  seed: number
}

/** How long the fastest packets are under way. */
export const LINK_DELAY_MS = 40
const TICKS_PER_MS = 48
// The first few always come, so that what is heard begins where what was said does.
const SAFE_PACKETS = 3

/** What a browser sends for these payloads, one every 20 ms. */
export function spokenPackets(
  payloads: readonly Uint8Array[],
  first: { ssrc?: number; sequenceNumber?: number; timestamp?: number } = {},
): TimedPacket[] {
  const { ssrc = 1, sequenceNumber = 0, timestamp = 0 } = first
  return payloads.map((payload, index) => ({
    ssrc,
    sequenceNumber: (sequenceNumber + index) % 2 ** 16,
    timestamp: (timestamp + index * FRAME_MS * TICKS_PER_MS) % 2 ** 32,
    payload,
    atMs: index * FRAME_MS,
  }))
}

/** What becomes of packets on a network, in the order in which they come. Pure: the same seed, the same luck. */
export function carried(sent: readonly TimedPacket[], troubles: LinkTroubles): TimedPacket[] {
  const { lossShare = 0, jitterMs = 0, duplicateShare = 0, seed } = troubles
  const random = evenlySpread(seed)
  const arrivals = sent.flatMap((packet, index) => {
    const [loss, jitter, duplicate, again] = [random(), random(), random(), random()]
    const delayed = (share: number) => ({ ...packet, atMs: packet.atMs + LINK_DELAY_MS + share * jitterMs })
    if (loss < lossShare && index >= SAFE_PACKETS) return []
    return duplicate < duplicateShare ? [delayed(jitter), delayed(again)] : [delayed(jitter)]
  })
  return arrivals.sort((one, other) => one.atMs - other.atMs)
}

/** Lets packets come and the 20 ms clock tick, each at its time, until everything has been played. */
export function deliver(
  arrivals: readonly TimedPacket[],
  to: { push(packet: RtpAudioPacket, nowMs: number): void; tick(nowMs: number): void },
  { tickPhaseMs = 7, untilMs = (arrivals.at(-1)?.atMs ?? 0) + 200 } = {},
): void {
  let tickMs = tickPhaseMs
  for (const packet of [...arrivals, undefined]) {
    const nextMs = packet?.atMs ?? untilMs
    for (; tickMs <= nextMs; tickMs += FRAME_MS) to.tick(tickMs)
    if (packet) to.push(packet, packet.atMs)
  }
}

/** From 0 to 1, the same in every run (mulberry32). */
export function evenlySpread(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
