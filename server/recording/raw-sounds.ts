import { FRAME_MS, INBOUND_FRAME_SAMPLES, INBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import type { Role } from '../../shared/turn.ts'
import { bytesFromPcm } from '../audio/pcm.ts'
import { loadSpeexResampler } from '../audio/speex-resampler.ts'
import { wavHeader } from '../audio/wav-file.ts'
import type { RawRecording } from './raw-recording.ts'
import { channelRateHz, frameCount } from './recording-channel.ts'
import { DECODED_RATE_HZ } from './recording-file.ts'

/** The resampler's, in samples at 24 kHz: taken off, so that nothing is shifted. */
const RESAMPLER_DELAY = 60

/**
 * A raw recording as what `RecordingFile` gives: each side as 16 kHz mono. For whoever cannot wait until a talk is
 * encoded. The opener closes it.
 */
export class RawSounds {
  readonly #raw: RawRecording

  constructor(raw: RawRecording) {
    this.#raw = raw
  }

  /** Both sides in pieces of 20 ms, from the talk's start; each is the receiver's to keep. */
  async *both(): AsyncGenerator<Record<Role, Int16Array>> {
    const partners = this.sound('partner')
    try {
      for await (const user of this.sound('user')) {
        const { value: partner } = await partners.next()
        if (partner) yield { user, partner }
      }
    } finally {
      await partners.return(undefined)
    }
  }

  /** One side alone. */
  async *sound(channel: Role): AsyncGenerator<Int16Array> {
    if (channelRateHz[channel] === DECODED_RATE_HZ) yield* this.#pieces(channel, 0)
    else yield* this.#resampled(channel)
  }

  /** One side as a WAV file, in pieces. */
  async *wav(channel: Role): AsyncGenerator<Uint8Array> {
    yield wavHeader(this.#count * INBOUND_FRAME_SAMPLES, DECODED_RATE_HZ)
    for await (const sound of this.sound(channel)) yield bytesFromPcm(sound)
  }

  /** Idempotent. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#raw.close()
  }

  async *#resampled(channel: Role): AsyncGenerator<Int16Array> {
    const fromHz = channelRateHz[channel]
    const frameSamples = (fromHz * FRAME_MS) / 1000
    const makeResampler = await loadSpeexResampler({ fromHz, toHz: INBOUND_SAMPLE_RATE_HZ, frameSamples })
    const resampler = makeResampler()
    try {
      for await (const piece of this.#pieces(channel, RESAMPLER_DELAY))
        yield Int16Array.from(resampler.process(piece), (value) =>
          Math.max(-32_768, Math.min(32_767, Math.round(value))),
        )
    } finally {
      resampler.close()
    }
  }

  async *#pieces(channel: Role, delay: number): AsyncGenerator<Int16Array> {
    const samples = (channelRateHz[channel] * FRAME_MS) / 1000
    for (let at = 0; at < this.#count; at++) yield this.#raw.read(channel, at * samples + delay, samples)
  }

  /** How many pieces there are. */
  get #count(): number {
    return frameCount(this.#raw.durationMs)
  }
}
