import { Encoder } from '@evan/opus'
import { FRAME_MS } from '../../shared/audio-format.ts'
import { bytesFromPcm } from './pcm.ts'

/**
 * Bitrate and complexity belong together. With this much loss expected libopus wants some 23 kbit/s before it sends
 * 12 kHz of sound with FEC (`decide_fec` in its opus_encoder.c), and it counts a complexity below 2 as a fifth of
 * the bitrate lost (`compute_equiv_rate`). So at 32 kbit/s the two cheap complexities fall back to 8 kHz. At
 * 40 kbit/s complexity 1 has the full bandwidth, comes closer to the original above 4 kHz than complexities 5 to 10
 * do at 32 kbit/s and nearly as close below, and takes less than half of their time (`npm run bench`).
 */
const BITRATE = 40_000
const COMPLEXITY = 1

/** What FEC is prepared for. More makes each packet's sound worse, and mobile networks seldom lose more for long. */
const EXPECTED_LOSS_PERCENT = 10

/**
 * Encodes one stream of mono PCM to Opus packets (RFC 6716) for speech, with in-band FEC for a lossy network.
 * The creator closes it.
 */
export class OpusEncoder {
  readonly #frameSamples: number
  /** Undefined once closed. */
  #encoder: Encoder | undefined

  constructor({ sampleRateHz }: { sampleRateHz: 16_000 | 24_000 | 48_000 }) {
    this.#frameSamples = (sampleRateHz * FRAME_MS) / 1000
    const encoder = new Encoder({ channels: 1, sample_rate: sampleRateHz, application: 'voip' })
    encoder.signal = 'voice'
    encoder.bitrate = BITRATE
    encoder.complexity = COMPLEXITY
    encoder.inband_fec = true
    encoder.packet_loss = EXPECTED_LOSS_PERCENT
    this.#encoder = encoder
  }

  /**
   * @param frame 20 ms
   * @returns a packet that is the caller's to keep
   * @throws RangeError for a frame of another length, Error after the close
   */
  encode(frame: Int16Array): Uint8Array {
    if (!this.#encoder) throw new Error('The Opus encoder is closed.')
    if (frame.length !== this.#frameSamples)
      throw new RangeError(`A frame has ${this.#frameSamples} samples, not ${frame.length}.`)
    return this.#encoder.encode(bytesFromPcm(frame))
  }

  /** Idempotent. The package frees its memory with the garbage collector. */
  close(): void {
    this.#encoder = undefined
  }
}
