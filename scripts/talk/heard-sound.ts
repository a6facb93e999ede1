import type { PartnerPacket } from '../../client/sdk/node/werift-call-peer.ts'

/** `OpusDecoder` is one. What it returns is valid until its next call. */
export interface PacketDecoder {
  decode(packet: Uint8Array): Int16Array | null
}

const RTP_CLOCK_RATE_HZ = 48_000

/**
 * What was heard of the partner, laid on one timeline by the packets' own times: their silences, in which
 * nothing is sent, stay as long as they were. A packet that comes after its successor is dropped, since the
 * decoder has gone past it, and counted.
 */
export class HeardSound {
  readonly #decoder: PacketDecoder
  readonly #sampleRateHz: number
  readonly #pieces: { at: number; samples: Int16Array }[] = []
  #first: { timestamp: number; at: number } | undefined
  #lastSequenceNumber: number | undefined
  #length = 0
  late = 0
  lost = 0

  constructor(options: { decoder: PacketDecoder; sampleRateHz: number }) {
    this.#decoder = options.decoder
    this.#sampleRateHz = options.sampleRateHz
  }

  /**
   * @param atMs when it came, from the start of the timeline; counts for the first packet alone
   * @returns its sound, valid until the next call; undefined when it brought none
   */
  add(packet: PartnerPacket, atMs: number): Int16Array | undefined {
    const step = this.#stepTo(packet.sequenceNumber)
    if (step <= 0) {
      this.late++
      return undefined
    }
    this.#lastSequenceNumber = packet.sequenceNumber
    this.lost += step - 1
    const samples = this.#decoder.decode(packet.payload)
    if (!samples) return undefined
    this.#first ??= { timestamp: packet.timestamp, at: Math.round((atMs * this.#sampleRateHz) / 1000) }
    // The timestamp starts over at 2^32; a talk is far shorter than a turn of it.
    const ticks = (packet.timestamp - this.#first.timestamp) >>> 0
    const at = this.#first.at + Math.round((ticks * this.#sampleRateHz) / RTP_CLOCK_RATE_HZ)
    this.#pieces.push({ at, samples: samples.slice() })
    this.#length = Math.max(this.#length, at + samples.length)
    return samples
  }

  /** All of it, silence where nothing was heard. */
  samples(): Int16Array {
    const all = new Int16Array(this.#length)
    for (const { at, samples } of this.#pieces) all.set(samples, at)
    return all
  }

  #stepTo(sequenceNumber: number): number {
    if (this.#lastSequenceNumber === undefined) return 1
    const step = (sequenceNumber - this.#lastSequenceNumber) & 0xffff
    return step < 0x8000 ? step : step - 0x10000
  }
}
