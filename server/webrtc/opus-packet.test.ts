import { Encoder } from '@evan/opus'
import { expect, test } from 'vitest'
import { framesOf, readSpeech } from '../audio/fixtures/sound.ts'
import { OpusDecoder } from '../audio/opus-decoder.ts'
import { bytesFromPcm } from '../audio/pcm.ts'
import { readOpusPacket } from './opus-packet.ts'

interface Settings {
  ms: number
  fec?: boolean
  dtx?: boolean
  application?: 'voip' | 'restricted_lowdelay'
}

async function encoded({
  ms,
  fec = false,
  dtx = false,
  application = 'voip',
}: Settings): Promise<Uint8Array[]> {
  const encoder = new Encoder({ channels: 1, sample_rate: 16_000, application })
  encoder.signal = 'voice'
  encoder.bitrate = 32_000
  encoder.inband_fec = fec
  encoder.packet_loss = fec ? 10 : 0
  encoder.dtx = dtx
  const speech = await readSpeech('man', 16_000)
  return [...framesOf(speech, ms * 16)].map((frame) => encoder.encode(bytesFromPcm(frame)))
}

test.each([2.5, 5, 10, 20, 40, 60])(
  'a packet of %d ms is known to be as long, as libopus finds too',
  async (ms) => {
    const decoder = new OpusDecoder({ sampleRateHz: 48_000 })
    for (const packet of await encoded({ ms })) {
      expect(readOpusPacket(packet)?.durationTicks).toBe(ms * 48)
      expect(decoder.decode(packet)).toHaveLength(ms * 48)
    }
    decoder.close()
  },
)

test.each([10, 20, 40, 60])('redundancy is found in packets of %d ms of speech that have it', async (ms) => {
  const packets = await encoded({ ms, fec: true })
  const withFec = packets.filter((packet) => readOpusPacket(packet)?.hasFec)
  // Not in the pauses: libopus leaves out what is not speech.
  expect(withFec.length / packets.length).toBeGreaterThan(0.75)
  expect(withFec.length / packets.length).toBeLessThan(1)
})

test('what is found is what libopus plays: without it, recovering is no better than guessing', async () => {
  const packets = await encoded({ ms: 20, fec: true })
  const found = packets.slice(1).map((next, index) => {
    const recovered = lossBefore(packets, index + 1, (decoder) => decoder.recover(next, 320))
    const guessed = lossBefore(packets, index + 1, (decoder) => decoder.conceal(320))
    return {
      hasFec: readOpusPacket(next)?.hasFec,
      differs: recovered.some((sample, i) => sample !== guessed[i]),
    }
  })
  expect(found.filter(({ hasFec, differs }) => hasFec !== differs)).toEqual([])
})

/** What stands in for packet `lost - 1`, after all before it were played. */
function lossBefore(
  packets: Uint8Array[],
  next: number,
  fill: (decoder: OpusDecoder) => Int16Array,
): Int16Array {
  const decoder = new OpusDecoder({ sampleRateHz: 16_000 })
  for (const packet of packets.slice(Math.max(0, next - 6), next - 1)) decoder.decode(packet)
  const filled = fill(decoder).slice()
  decoder.close()
  return filled
}

test.each<[string, Settings]>([
  ['an encoder that expects no loss', { ms: 20 }],
  ['a codec mode that knows none', { ms: 20, fec: true, application: 'restricted_lowdelay' }],
])('no redundancy is found in packets of %s', async (_name, settings) => {
  for (const packet of await encoded(settings)) expect(readOpusPacket(packet)?.hasFec).toBe(false)
})

test('a pause begins with the packets that an encoder would rather not send', async () => {
  const encoder = new Encoder({ channels: 1, sample_rate: 16_000, application: 'voip' })
  encoder.dtx = true
  const silence = Array.from({ length: 100 }, () => encoder.encode(bytesFromPcm(new Int16Array(320))))
  const pauses = silence.map((packet) => readOpusPacket(packet)?.beginsPause)
  expect(pauses.slice(-20)).toContain(true)
  for (const packet of await encoded({ ms: 20 })) expect(readOpusPacket(packet)?.beginsPause).toBe(false)
})

// RFC 6716 section 3.2: configuration 9 is SILK, 20 ms; 0x40 is the redundancy's flag in a frame's first byte.
const SILK_20 = 9 << 3
test.each<[string, number[], { ms: number; hasFec: boolean } | null]>([
  ['one frame', [SILK_20, 0x40], { ms: 20, hasFec: true }],
  ['one frame, two channels, the second redundant', [SILK_20 | 4, 0x10], { ms: 20, hasFec: true }],
  ['two frames alike', [SILK_20 | 1, 0x40, 0], { ms: 40, hasFec: true }],
  ['two frames, a short one first', [SILK_20 | 2, 1, 0x40, 0], { ms: 40, hasFec: true }],
  ['two frames, a long one first', [SILK_20 | 2, 252, 0, 0x40], { ms: 40, hasFec: true }],
  ['three frames alike', [SILK_20 | 3, 3, 0x40, 0, 0], { ms: 60, hasFec: true }],
  ['three frames of their own lengths', [SILK_20 | 3, 0x83, 1, 1, 0x40, 0, 0], { ms: 60, hasFec: true }],
  ['a frame behind a long padding', [SILK_20 | 3, 0x41, 255, 0, 0x40], { ms: 20, hasFec: true }],
  ['three SILK frames in one', [(11 << 3) | 0, 0x10], { ms: 60, hasFec: true }],
  ['a frame of nothing', [SILK_20], { ms: 20, hasFec: false }],
  ['a padding without an end', [SILK_20 | 3, 0x41, 255, 255], { ms: 20, hasFec: false }],
  ['no frames', [SILK_20 | 3, 0], null],
  ['more than 120 ms', [SILK_20 | 3, 7, 0x40], null],
  ['nothing at all', [], null],
])('%s', (_name, bytes, expected) => {
  const info = readOpusPacket(Uint8Array.from(bytes))
  expect(info && { ms: info.durationTicks / 48, hasFec: info.hasFec }).toEqual(expected)
})
