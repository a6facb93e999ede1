import { BufferSource, type EncodedPacket, EncodedPacketSink, Input, OGG } from 'mediabunny'
import { OpusDecoder } from './opus-decoder.ts'

/** Granule positions and the pre-skip count at this rate, whatever the rate of the sound (RFC 7845, section 4). */
const GRANULE_RATE_HZ = 48_000
/** Where OpusHead holds the pre-skip (RFC 7845, section 5.1). */
const PRE_SKIP_OFFSET = 10

/**
 * Decodes an Ogg Opus file (RFC 7845) to mono: without the encoder's lead-in (pre-skip) and the padding of the last
 * packet (end trimming), so that a file has exactly the length of the sound that it was made from. The header's
 * output gain is not applied. For files of our own: the whole sound is held in memory.
 * @throws Error when the bytes are no such file, or a broken one
 */
export async function decodeOggOpus(bytes: Uint8Array, sampleRateHz: 16_000 | 24_000): Promise<Int16Array> {
  const { packets, preSkip } = await readPackets(bytes).catch((cause: unknown) => {
    throw new Error('This cannot be read as an Ogg Opus file.', { cause })
  })
  // The reader has already taken pre-skip and end trimming from the packets' durations.
  const seconds = packets.reduce((sum, packet) => sum + packet.duration, 0)
  const skip = Math.round((preSkip / GRANULE_RATE_HZ) * sampleRateHz)
  const pcm = new Int16Array(skip + Math.round(seconds * sampleRateHz))
  const decoder = new OpusDecoder({ sampleRateHz })
  try {
    let at = 0
    for (const [index, packet] of packets.entries()) {
      const decoded = decoder.decode(packet.data)
      if (!decoded) throw new Error(`Packet ${index} of the Ogg Opus file is broken.`)
      pcm.set(decoded.subarray(0, pcm.length - at), at)
      at = Math.min(at + decoded.length, pcm.length)
    }
  } finally {
    decoder.close()
  }
  return pcm.subarray(skip)
}

async function readPackets(bytes: Uint8Array): Promise<{ packets: EncodedPacket[]; preSkip: number }> {
  using input = new Input({ source: new BufferSource(bytes), formats: [OGG] })
  const track = await input.getPrimaryAudioTrack()
  const config = await track?.getDecoderConfig()
  if (!track || config?.codec !== 'opus') throw new Error('It holds no Opus stream.')
  const head = Buffer.from(config.description as Uint8Array) // OpusHead, as this reader always gives it
  const packets: EncodedPacket[] = []
  for await (const packet of new EncodedPacketSink(track).packets()) packets.push(packet)
  return { packets, preSkip: head.readUInt16LE(PRE_SKIP_OFFSET) }
}
