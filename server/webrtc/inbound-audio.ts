import { INBOUND_FRAME_SAMPLES } from '../../shared/audio-format.ts'

/** What the inbound path asks of a decoder; `OpusDecoder` is one. Every result is valid until the next call. */
export interface LossTolerantDecoder {
  /** null when the bytes are not Opus. */
  decode(packet: Uint8Array): Int16Array | null
  /** The frame before `nextPacket`, from the redundancy that it carries (RFC 6716 section 2.1.7). */
  recover(nextPacket: Uint8Array, samples: number): Int16Array
  /** A guess at a frame that is lost. */
  conceal(samples: number): Int16Array
}

export interface EncodedPacket {
  sequenceNumber: number
  payload: Uint8Array
}

// A longer gap is a pause of the network, not a loss: to conceal it would only pile up delay behind it.
const MAX_CONCEALED_PACKETS = 5

/**
 * Packets as they come in, frames of 20 ms out: in order, with lost packets rebuilt from the next one's
 * redundancy or concealed, and late or doubled ones dropped. Pure but for the decoder that it is given.
 */
export class InboundAudio {
  readonly #decoder: LossTolerantDecoder
  readonly #onFrame: (frame: Int16Array) => void
  readonly #frame = new Int16Array(INBOUND_FRAME_SAMPLES)
  #filled = 0
  #lastSequenceNumber: number | undefined
  received = 0
  lost = 0

  /** @param options.onFrame gets 16 kHz mono, valid only during the call */
  constructor(options: { decoder: LossTolerantDecoder; onFrame: (frame: Int16Array) => void }) {
    this.#decoder = options.decoder
    this.#onFrame = options.onFrame
  }

  push(packet: EncodedPacket): void {
    // An empty payload is padding or a comfort-noise marker: nothing to decode.
    if (packet.payload.byteLength === 0) return
    this.received++
    const missing = this.#missingBefore(packet.sequenceNumber)
    if (missing < 0) return
    this.#lastSequenceNumber = packet.sequenceNumber
    this.lost += missing
    if (missing > 0 && missing <= MAX_CONCEALED_PACKETS) {
      for (let i = 1; i < missing; i++) this.#take(this.#decoder.conceal(INBOUND_FRAME_SAMPLES))
      this.#take(this.#decoder.recover(packet.payload, INBOUND_FRAME_SAMPLES))
    }
    const samples = this.#decoder.decode(packet.payload)
    if (samples) this.#take(samples)
  }

  /** How many packets are missing before this one; negative when it is late or a double. */
  #missingBefore(sequenceNumber: number): number {
    if (this.#lastSequenceNumber === undefined) return 0
    const step = (sequenceNumber - this.#lastSequenceNumber) & 0xffff
    return step === 0 || step >= 0x8000 ? -1 : step - 1
  }

  #take(samples: Int16Array): void {
    for (let at = 0; at < samples.length; ) {
      const count = Math.min(samples.length - at, INBOUND_FRAME_SAMPLES - this.#filled)
      this.#frame.set(samples.subarray(at, at + count), this.#filled)
      this.#filled += count
      at += count
      if (this.#filled === INBOUND_FRAME_SAMPLES) {
        this.#filled = 0
        this.#onFrame(this.#frame)
      }
    }
  }
}
