import { Decoder } from '@evan/opus'
import { EncodedPacketSink, FilePathSource, Input, type InputAudioTrack, WEBM } from 'mediabunny'
import { INBOUND_FRAME_SAMPLES, INBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import type { Role } from '../../shared/turn.ts'
import { bytesFromPcm, pcmFromBytes } from '../audio/pcm.ts'
import { wavHeader } from '../audio/wav-file.ts'
import { frameCount } from './recording-channel.ts'
import { parseRecordingNote, type RecordingNote } from './recording-note.ts'

/** What finished recordings are decoded to: the rate that models of speech take. */
export const DECODED_RATE_HZ = INBOUND_SAMPLE_RATE_HZ
/** The file is read once through: no more than this is kept of it. */
const CACHE_BYTES = 1_048_576

/** A finished recording on the disk. The opener closes it. */
export class RecordingFile {
  readonly #input: Input
  readonly #track: InputAudioTrack
  readonly note: RecordingNote

  private constructor(input: Input, track: InputAudioTrack, note: RecordingNote) {
    this.#input = input
    this.#track = track
    this.note = note
  }

  /** @throws when it is no recording of ours, or cannot be read */
  static async open(path: string): Promise<RecordingFile> {
    const source = new FilePathSource(path, { maxCacheSize: CACHE_BYTES })
    const input = new Input({ source, formats: [WEBM] })
    try {
      const [track, tags] = await Promise.all([input.getPrimaryAudioTrack(), input.getMetadataTags()])
      if (!track || tags.comment === undefined) throw new Error('This is not a recording of a talk.')
      return new RecordingFile(input, track, parseRecordingNote(tags.comment))
    } catch (error) {
      input.dispose()
      throw error
    }
  }

  /** Both sides, each as 16 kHz mono, packet by packet, from the talk's start; each piece is the receiver's to keep. */
  async *both(): AsyncGenerator<Record<Role, Int16Array>> {
    const decoder = new Decoder({ channels: 2, sample_rate: DECODED_RATE_HZ })
    for await (const packet of new EncodedPacketSink(this.#track).packets()) {
      const stereo = pcmFromBytes(decoder.decode(packet.data))
      // A loop: `Int16Array.from` calls a function for each sample.
      const [user, partner] = [new Int16Array(stereo.length >> 1), new Int16Array(stereo.length >> 1)]
      for (let at = 0; at < user.length; at++) {
        user[at] = stereo[2 * at] ?? 0
        partner[at] = stereo[2 * at + 1] ?? 0
      }
      yield { user, partner }
    }
  }

  /** One side alone. */
  async *sound(channel: Role): AsyncGenerator<Int16Array> {
    for await (const piece of this.both()) yield piece[channel]
  }

  /** One side as a WAV file of 16 kHz mono, in pieces: a model hears each speaker by themselves. */
  async *wav(channel: Role): AsyncGenerator<Uint8Array> {
    yield wavHeader(frameCount(this.note.durationMs) * INBOUND_FRAME_SAMPLES, DECODED_RATE_HZ)
    for await (const sound of this.sound(channel)) yield bytesFromPcm(sound)
  }

  /** Idempotent. */
  close(): void {
    this.#input.dispose()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }
}
