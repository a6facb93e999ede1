import { libopus, MAX_PACKET_BYTES } from './libopus.ts'

/** The rates that libopus decodes to by itself, whatever the encoder's was. */
export type OpusSampleRateHz = 8_000 | 12_000 | 16_000 | 24_000 | 48_000

/** Lengths that libopus conceals and recovers are multiples of 2.5 ms. */
const SHORTEST_FRAMES_PER_SECOND = 400

/**
 * Decodes one stream of Opus packets (RFC 6716) to mono PCM; stereo packets are mixed down. Packets go in in their
 * order, and for each lost one either `recover` or `conceal` is called in its place, since the decoder's memory
 * of the sound runs on through all of them.
 *
 * What the methods return is the decoder's own memory, valid until its next call: copy to keep.
 * The creator closes it; until then it holds 18 KB of the process's one libopus.
 */
export class OpusDecoder {
  readonly #sampleRateHz: OpusSampleRateHz
  readonly #libopus = libopus()
  /** 0 once closed. */
  #pointer: number
  #pcm = new Int16Array()

  constructor({ sampleRateHz }: { sampleRateHz: OpusSampleRateHz }) {
    this.#sampleRateHz = sampleRateHz
    const { exports } = this.#libopus
    this.#pointer = exports.malloc(exports.opus_decoder_get_size(1))
    const failed = this.#pointer === 0 || exports.opus_decoder_init(this.#pointer, sampleRateHz, 1) !== 0
    if (failed) {
      this.close()
      throw new Error(`libopus gave no decoder for ${sampleRateHz} Hz.`)
    }
  }

  /**
   * The sound of a packet that came: 2.5 to 120 ms, as its sender chose.
   * @returns null for bytes that are no Opus packet, and after the close; the stream can go on after it
   */
  decode(packet: Uint8Array): Int16Array | null {
    // To libopus no bytes at all mean a lost packet; on the network they mean a broken sender.
    return packet.length === 0 ? null : this.#run(packet, this.#libopus.maxSamples, 0)
  }

  /**
   * The sound of a lost packet, from the in-band FEC that the packet after it may carry (RFC 6716, section 2.1.7);
   * where it carries none, concealment. Afterwards that next packet is itself to be decoded.
   * @param samples the lost packet's length, a multiple of 2.5 ms up to 120 ms
   * @throws RangeError for any other length
   */
  recover(nextPacket: Uint8Array, samples: number): Int16Array {
    this.#checkLength(samples)
    const recovered = nextPacket.length === 0 ? null : this.#run(nextPacket, samples, 1)
    return recovered ?? this.conceal(samples)
  }

  /**
   * A guess at the sound of a lost packet, from what came before: the voice goes on and fades away.
   * After the close it is silence.
   * @param samples as in `recover`
   * @throws RangeError as `recover` does
   */
  conceal(samples: number): Int16Array {
    this.#checkLength(samples)
    return this.#run(null, samples, 0) ?? new Int16Array(samples)
  }

  /** Gives the memory back. Idempotent. */
  close(): void {
    const pointer = this.#pointer
    this.#pointer = 0
    if (pointer !== 0) this.#libopus.exports.free(pointer)
  }

  #run(packet: Uint8Array | null, maxSamples: number, fec: 0 | 1): Int16Array | null {
    const length = packet?.length ?? 0
    if (this.#pointer === 0 || length > MAX_PACKET_BYTES) return null
    const { exports, packetPointer, pcmPointer } = this.#libopus
    if (packet) this.#libopus.bytes().set(packet, packetPointer)
    const source = packet ? packetPointer : 0
    const samples = exports.opus_decode(this.#pointer, source, length, pcmPointer, maxSamples, fec)
    if (samples <= 0) return null
    // Copied: a view of libopus's memory would be overwritten by the next talk's packet and detached when the memory
    // grows. Packets of a stream are nearly always of one length, so that nothing is allocated for it.
    if (this.#pcm.length !== samples) this.#pcm = new Int16Array(samples)
    this.#pcm.set(new Int16Array(exports.memory.buffer, pcmPointer, samples))
    return this.#pcm
  }

  #checkLength(samples: number): void {
    const step = this.#sampleRateHz / SHORTEST_FRAMES_PER_SECOND
    const most = step * 48
    if (samples <= 0 || samples > most || samples % step !== 0)
      throw new RangeError(`A lost packet is a multiple of ${step} samples, up to ${most}, not ${samples}.`)
  }
}
