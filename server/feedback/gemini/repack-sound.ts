import { createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import {
  AdtsOutputFormat,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  FilePathSource,
  FilePathTarget,
  Input,
  type InputAudioTrack,
  MATROSKA,
  MP4,
  OGG,
  Output,
  QTFF,
  WEBM,
} from 'mediabunny'
import { OpusDecoder } from '../../audio/opus-decoder.ts'
import { bytesFromPcm } from '../../audio/pcm.ts'
import { wavHeader } from '../../audio/wav-file.ts'

/** Models hear no better than this. */
const SAMPLE_RATE_HZ = 16_000
/** The file is read once through: no more than this is kept of it. */
const CACHE_BYTES = 1_048_576

/** A file of sound and its MIME type. */
export interface PackedSound {
  path: string
  type: string
}

/**
 * Brings a recording into a form that the model is documented to take: AAC out of its MP4 as it is, Opus out of WebM
 * or Ogg decoded to WAV, for of Ogg only Vorbis is named. Vorbis in Ogg stays where it is. Takes memory for some
 * seconds of sound alone, and the processor for up to half a percent of the recording's length.
 * @param path of an MP4, WebM or Ogg file; stays as it is
 * @param to where to write, when there is something to write
 * @returns undefined when what is in it is none of these
 * @throws when it cannot be read
 */
export async function repackSound(path: string, to: string): Promise<PackedSound | undefined> {
  const source = new FilePathSource(path, { maxCacheSize: CACHE_BYTES })
  using input = new Input({ source, formats: [MP4, QTFF, WEBM, MATROSKA, OGG] })
  const track = await input.getPrimaryAudioTrack()
  const format = await input.getFormat()
  if (track?.codec === 'vorbis' && format === OGG) return { path, type: 'audio/ogg' }
  if (track?.codec === 'opus') return await decodeOpus(track, to)
  if (track?.codec === 'aac') return await unpackAac(track, to)
  return undefined
}

async function unpackAac(track: InputAudioTrack, to: string): Promise<PackedSound> {
  const output = new Output({ format: new AdtsOutputFormat(), target: new FilePathTarget(to) })
  const source = new EncodedAudioPacketSource('aac')
  output.addAudioTrack(source)
  await output.start()
  const decoderConfig = await track.getDecoderConfig()
  for await (const packet of new EncodedPacketSink(track).packets())
    await source.add(packet, decoderConfig ? { decoderConfig } : {})
  await output.finalize()
  return { path: to, type: 'audio/aac' }
}

async function decodeOpus(track: InputAudioTrack, to: string): Promise<PackedSound> {
  let samples = 0
  async function* wav() {
    // How long it is stands at its beginning, and is known at its end.
    yield wavHeader(0, SAMPLE_RATE_HZ)
    const decoder = new OpusDecoder({ sampleRateHz: SAMPLE_RATE_HZ })
    try {
      for await (const { data } of new EncodedPacketSink(track).packets()) {
        const sound = decoder.decode(data)
        if (!sound) continue
        samples += sound.length
        yield bytesFromPcm(sound.slice())
      }
    } finally {
      decoder.close()
    }
  }
  await pipeline(wav(), createWriteStream(to))
  const file = await open(to, 'r+')
  await using _closing = { [Symbol.asyncDispose]: () => file.close() }
  await file.write(wavHeader(samples, SAMPLE_RATE_HZ), 0, undefined, 0)
  return { path: to, type: 'audio/wav' }
}
