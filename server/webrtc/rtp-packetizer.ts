import { randomInt } from 'node:crypto'
import { RtpHeader, RtpPacket } from 'werift'
import { FRAME_MS } from '../../shared/audio-format.ts'

/** Opus in RTP always counts at 48 kHz, whatever rate it was encoded from (RFC 7587 section 4.1). */
export const OPUS_CLOCK_RATE_HZ = 48_000
const TIMESTAMP_PER_TICK = (OPUS_CLOCK_RATE_HZ * FRAME_MS) / 1000

/**
 * Puts Opus packets into RTP (RFC 3550, RFC 7587). The timestamp follows the playout clock's tick, so that it
 * goes on rightly over the silence in which nothing is sent; the sequence number counts what is sent; the
 * marker bit is set on the first packet after a silence (RFC 3551 section 4.1).
 */
export class RtpPacketizer {
  #sequenceNumber = randomInt(0x10000)
  readonly #timestampBase = randomInt(0x1_0000_0000)
  #lastTick: number | undefined

  packet(payload: Uint8Array, tick: number): RtpPacket {
    const marker = this.#lastTick === undefined || tick !== this.#lastTick + 1
    this.#lastTick = tick
    this.#sequenceNumber = (this.#sequenceNumber + 1) & 0xffff
    const header = new RtpHeader({
      sequenceNumber: this.#sequenceNumber,
      timestamp: (this.#timestampBase + tick * TIMESTAMP_PER_TICK) % 0x1_0000_0000,
      marker,
    })
    return new RtpPacket(header, Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength))
  }
}
