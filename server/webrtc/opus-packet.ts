/** What can be seen of an Opus packet without decoding it. Lengths are in ticks of RTP's 48 kHz (RFC 7587). */
export interface OpusPacketInfo {
  durationTicks: number
  /** Whether it carries the packet before it once more, coarser (in-band FEC: RFC 6716 section 2.1.7). */
  hasFec: boolean
  /** The encoder says that nothing more comes until there is something to hear (DTX: RFC 6716 section 2.1.9). */
  beginsPause: boolean
}

const MAX_DURATION_TICKS = 5_760
// RFC 6716 section 3.1, table 2: configurations 0 to 11 are SILK's, 12 to 15 hybrid, the others CELT's.
const SILK_TICKS = [480, 960, 1_920, 2_880]
const HYBRID_TICKS = [480, 960]
const CELT_TICKS = [120, 240, 480, 960]
const FIRST_HYBRID = 12
const FIRST_CELT = 16
// One SILK frame holds at most 20 ms; a longer Opus frame begins with as many of them as it needs.
const MAX_SILK_TICKS = 960
// libopus gives no more than 2 bytes for a frame that need not be sent, and browsers send the first of them.
const MAX_PAUSE_BYTES = 2

/**
 * Reads the head of an Opus packet (RFC 6716 section 3). The rest may still be broken: only the decoder knows.
 * @returns null for what cannot be one
 */
export function readOpusPacket(packet: Uint8Array): OpusPacketInfo | null {
  const [toc, second] = packet
  if (toc === undefined) return null
  const frames = frameCount(toc, second)
  const frameTicks = frameTicksOf(toc >> 3)
  const durationTicks = frames * frameTicks
  if (durationTicks === 0 || durationTicks > MAX_DURATION_TICKS) return null
  return {
    durationTicks,
    hasFec: toc >> 3 < FIRST_CELT && firstFrameHasFec(packet, frames, frameTicks),
    beginsPause: packet.length <= MAX_PAUSE_BYTES,
  }
}

function frameTicksOf(configuration: number): number {
  const [table, mask] =
    configuration < FIRST_HYBRID
      ? [SILK_TICKS, 3]
      : configuration < FIRST_CELT
        ? [HYBRID_TICKS, 1]
        : [CELT_TICKS, 3]
  return table[configuration & mask] ?? 0
}

/** How frames are packed stands in the last two bits of the first byte; in code 3 the next byte counts them. */
function frameCount(toc: number, second: number | undefined): number {
  const code = toc & 3
  if (code === 0) return 1
  return code === 3 ? (second ?? 0) & 0x3f : 2
}

/** The redundancy's flag follows the SILK frames' voice flags, for each channel (RFC 6716 section 4.2.3). */
function firstFrameHasFec(packet: Uint8Array, frames: number, frameTicks: number): boolean {
  const [toc = 0] = packet
  const flags = packet[firstFrameAt(packet, frames)]
  if (flags === undefined) return false
  const silkFrames = Math.max(1, frameTicks / MAX_SILK_TICKS)
  const mid = 0x80 >> silkFrames
  const isStereo = (toc & 4) !== 0
  const side = isStereo ? mid >> (silkFrames + 1) : 0
  return (flags & (mid | side)) !== 0
}

/** Where the first frame begins (RFC 6716 section 3.2); past the packet's end when it is empty or cut off. */
function firstFrameAt(packet: Uint8Array, frames: number): number {
  const code = (packet[0] ?? 0) & 3
  if (code < 2) return packet[1] === undefined ? packet.length : 1
  if (code === 2) return 1 + lengthBytes(packet[1])
  const layout = packet[1] ?? 0
  let at = 2
  // The padding's length: each byte of 255 goes on in the next one.
  if ((layout & 0x40) !== 0) while (packet[at++] === 255);
  // With frames of different lengths, all but the last have theirs written here.
  if ((layout & 0x80) !== 0) for (let i = 1; i < frames; i++) at += lengthBytes(packet[at])
  return at
}

/** A frame's length takes a second byte from 252 on (RFC 6716 section 3.2.1). */
function lengthBytes(first: number | undefined): number {
  return (first ?? 0) < 252 ? 1 : 2
}
