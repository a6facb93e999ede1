import { readFile } from 'node:fs/promises'
import { BufferTarget, EncodedAudioPacketSource, EncodedPacket, OggOutputFormat, Output } from 'mediabunny'
import { expect, test } from 'vitest'
import { framesOf, joined, lagSamples, readSpeech } from './fixtures/sound.ts'
import { libopus } from './libopus.ts'
import { decodeOggOpus } from './ogg-opus.ts'
import { OpusEncoder } from './opus-encoder.ts'

/** What the encoder is late by, at 48 kHz. */
const PRE_SKIP = 312

/**
 * An Ogg Opus file of exactly this sound, with the pre-skip and the end trimming that it takes.
 * @param sixthPacket put in the place of the real one
 */
async function oggOf(sound: Int16Array, sixthPacket?: Uint8Array): Promise<Uint8Array> {
  const head = Buffer.from('OpusHead\x01\x01\0\0\0\0\0\0\0\0\0', 'latin1')
  head.writeUInt16LE(PRE_SKIP, 10)
  head.writeUInt32LE(24_000, 12)
  const config = { codec: 'opus', numberOfChannels: 1, sampleRate: 48_000, description: head }
  const target = new BufferTarget()
  const output = new Output({ format: new OggOutputFormat(), target })
  const source = new EncodedAudioPacketSource('opus')
  output.addAudioTrack(source)
  await output.start()
  const encoder = new OpusEncoder({ sampleRateHz: 24_000 })
  const endSeconds = sound.length / 24_000
  for (const [index, frame] of [...framesOf(joined(sound, new Int16Array(960)), 480)].entries()) {
    const seconds = index * 0.02 - PRE_SKIP / 48_000
    if (seconds >= endSeconds) break
    const duration = Math.min(0.02, endSeconds - seconds)
    const packet = (index === 5 && sixthPacket) || encoder.encode(frame)
    await source.add(new EncodedPacket(packet, 'key', seconds, duration), { decoderConfig: config })
  }
  await output.finalize()
  return new Uint8Array(target.buffer ?? expect.fail('nothing was written'))
}

test.each([24_000, 16_000] as const)(
  'at %i Hz the sound begins and ends where its source did',
  async (sampleRateHz) => {
    const [source, wanted] = await Promise.all([
      readSpeech('woman', 24_000),
      readSpeech('woman', sampleRateHz),
    ])
    const cut = source.subarray(0, 24_000 * 2 - 123)
    const decoded = await decodeOggOpus(await oggOf(cut), sampleRateHz)
    expect(decoded).toHaveLength(Math.round((cut.length / 24_000) * sampleRateHz))
    const reference = wanted.subarray(0, decoded.length)
    // Half a ms of play: the codec's high-pass filter for speech turns phases.
    expect(Math.abs(lagSamples(reference.subarray(0, sampleRateHz), decoded, 200))).toBeLessThan(
      sampleRateHz / 2000,
    )
  },
)

test('a file of the usual encoder has the length that its own tools give', async () => {
  expect(await readSpeech('woman', 16_000)).toHaveLength(5.065 * 16_000)
  expect(await readSpeech('man', 24_000)).toHaveLength(4.835 * 24_000)
})

test('bytes that are no such file, or only a part of one, are refused with words', async () => {
  const file = await readFile(new URL('fixtures/man-speaking.ogg', import.meta.url))
  const refused = 'This cannot be read as an Ogg Opus file.'
  for (const bytes of [
    new Uint8Array(),
    Buffer.from('RIFF....WAVE'),
    file.subarray(0, 60),
    file.subarray(0, 5000),
  ])
    await expect(decodeOggOpus(bytes, 16_000)).rejects.toThrow(refused)
})

test('reading a file, good or broken, leaves no decoder behind', async () => {
  const { exports } = libopus()
  const nextFreePlace = () => {
    const place = exports.malloc(exports.opus_decoder_get_size(1))
    exports.free(place)
    return place
  }
  const file = await oggOf(new Int16Array(4800))
  const broken = await oggOf(new Int16Array(4800), Uint8Array.of(0b11, 0))
  const before = nextFreePlace()
  await decodeOggOpus(file, 16_000)
  await expect(decodeOggOpus(broken, 16_000)).rejects.toThrow('Packet 5 of the Ogg Opus file is broken.')
  expect(nextFreePlace()).toBe(before)
})
