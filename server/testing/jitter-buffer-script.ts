import { JitterBuffer } from '../webrtc/jitter-buffer.ts'
import type { JitterBufferStats } from '../webrtc/jitter-buffer-counters.ts'
import type { Slot } from '../webrtc/jitter-buffer-slot.ts'
import { deliver, type TimedPacket } from './simulated-voice-link.ts'

// Opus packets as far as a jitter buffer can see (RFC 6716 section 3.1): SILK at 10, 20, 40 and 60 ms.
const CONFIGURATION_OF_MS = new Map([
  [10, 8],
  [20, 9],
  [40, 10],
  [60, 11],
])

/** A packet of that length with or without redundancy, which says no more than its own name. */
export function namedPacket(name: number, { ms = 20, fec = true } = {}): Uint8Array {
  const toc = (CONFIGURATION_OF_MS.get(ms) ?? 9) << 3
  return Uint8Array.of(toc, fec ? 0x40 >> (ms > 20 ? ms / 20 - 1 : 0) : 0, name & 0xff, name >> 8)
}

/** What an encoder sends last before it pauses. */
export function pauseNotice(): Uint8Array {
  return Uint8Array.of(9 << 3)
}

export interface PlayedSlot {
  /** The packet's name, or what stands for it: c concealed, r rebuilt, _ silence for a loss, . a pause. */
  what: string
  slot: Slot
  atMs: number
}

export interface Played {
  slots: PlayedSlot[]
  /** All of them, in one line. */
  line: string
  /** Ms of sound. */
  lengthMs: number
  stats: JitterBufferStats
}

/** Plays packets that come at these times, with the clock's ticks between them. */
export function playThrough(
  arrivals: readonly TimedPacket[],
  options: {
    untilMs?: number
    tickPhaseMs?: number
    onStep?: (nowMs: number, lengthMs: number) => void
  } = {},
): Played {
  const buffer = new JitterBuffer()
  const slots: PlayedSlot[] = []
  let lengthMs = 0
  const playDue = (atMs: number, allRead: boolean) => {
    for (let slot = buffer.next(atMs, allRead); slot; slot = buffer.next(atMs, allRead)) {
      slots.push({ what: nameOf(slot), slot, atMs })
      lengthMs += slot.durationMs
    }
    options.onStep?.(atMs, lengthMs)
  }
  const untilMs = options.untilMs ?? arrivals.at(-1)?.atMs ?? 0
  const { tickPhaseMs = 7 } = options
  deliver(
    arrivals,
    {
      push(packet, nowMs) {
        buffer.push(packet, nowMs)
        playDue(nowMs, false)
      },
      tick: (nowMs) => playDue(nowMs, true),
    },
    { untilMs, tickPhaseMs },
  )
  return { slots, line: slots.map(({ what }) => what).join(' '), lengthMs, stats: buffer.stats() }
}

function nameOf(slot: Slot): string {
  switch (slot.kind) {
    case 'decode':
      return slot.packet.length < 4 ? 'p' : `${(slot.packet[2] ?? 0) + 256 * (slot.packet[3] ?? 0)}`
    case 'recover':
      return 'r'
    case 'conceal':
      return 'c'
    case 'silence':
      return slot.isPause ? '.' : '_'
  }
}
