import { readFile } from 'node:fs/promises'
import { framesOf, joined, readSpeech, snrDb } from '../../../server/audio/fixtures/sound.ts'
import { OpusEncoder } from '../../../server/audio/opus-encoder.ts'
import { parseWav } from '../../../server/audio/wav-file.ts'
import {
  type HeardSound,
  hearThroughLink,
  isolatedLosses,
  type Repair,
} from '../../../server/testing/heard-through-link.ts'
import {
  carried,
  type LinkTroubles,
  spokenPackets,
  type TimedPacket,
} from '../../../server/testing/simulated-voice-link.ts'
import { JitterBuffer } from '../../../server/webrtc/jitter-buffer.ts'
import { readOpusPacket } from '../../../server/webrtc/opus-packet.ts'
import { INBOUND_FRAME_SAMPLES, INBOUND_SAMPLE_RATE_HZ } from '../../../shared/audio-format.ts'
import { type Measurement, quantile } from '../measurement.ts'
import { alignSpeech, longestHoleMs } from './aligned-speech.ts'

// As they go to the model.
const MESSAGE_SAMPLES = 2 * INBOUND_FRAME_SAMPLES
const SEEDS = [1, 2, 3, 4, 5]
// Frames softer than this are the pauses between words: encoders put no redundancy there.
const SPEECH_RMS = 100
// Less might be the luck of which packets were lost.
const CLEARLY_BETTER_DB = 0.5
const LOSSY: Omit<LinkTroubles, 'seed'> = { lossShare: 0.1, jitterMs: 60 }
const VERY_LOSSY: Omit<LinkTroubles, 'seed'> = { lossShare: 0.2, jitterMs: 60 }

/**
 * How whole and how prompt the user's speech reaches the partner through a bad network: the real encoder, jitter
 * buffer and decoder, and a simulated link in simulated time, so that every run gives the same figures.
 */
export async function measureInbound(): Promise<Measurement[]> {
  const sent = spokenPackets(await speech())
  const clean = hearThroughLink(carried(sent, { seed: 0 })).sound
  return [
    ...measureEven(sent),
    ...measureLossy(sent, clean),
    ...measureVeryLossy(sent, clean),
    ...measureCost(sent),
  ]
}

/** Four voices, two languages: 23 s. */
async function speech(): Promise<Uint8Array[]> {
  const recording = async (name: string) =>
    parseWav(await readFile(new URL(`../../../server/testing/speech/${name}.wav`, import.meta.url))).samples
  const voices = [
    await readSpeech('man', INBOUND_SAMPLE_RATE_HZ),
    await readSpeech('woman', INBOUND_SAMPLE_RATE_HZ),
    await recording('user-en'),
    await recording('user-ja'),
  ]
  const encoder = new OpusEncoder({ sampleRateHz: INBOUND_SAMPLE_RATE_HZ })
  const packets = [...framesOf(joined(...voices), INBOUND_FRAME_SAMPLES)].map((frame) =>
    encoder.encode(frame),
  )
  encoder.close()
  return packets
}

function measureEven(sent: TimedPacket[]): Measurement[] {
  const { heldMs } = hearThroughLink(carried(sent, { seed: 0 }))
  return [
    {
      name: 'simulated, even network: delay added at most',
      value: Math.max(...heldMs),
      unit: 'ms',
      target: { atMost: 0 },
    },
  ]
}

function measureLossy(sent: TimedPacket[], clean: Int16Array): Measurement[] {
  const runs = SEEDS.map((seed) => {
    const arrivals = carried(sent, { ...LOSSY, seed })
    return { arrivals, heard: hearThroughLink(arrivals) }
  })
  const losses = runs.flatMap(({ arrivals, heard }) =>
    isolatedLosses(sent, arrivals).map((index) => ({ index, rebuilt: isRebuilt(sent, index, heard) })),
  )
  const spoken = losses.filter(({ index }) => isSpoken(clean, index))
  const rebuiltPercent = (of: typeof losses) => (100 * of.filter(({ rebuilt }) => rebuilt).length) / of.length
  const heldMs = runs.flatMap(({ heard }) => heard.heldMs)
  const name = 'simulated, 10 % loss, 60 ms jitter'
  return [
    {
      name: `${name}: isolated losses in speech rebuilt by FEC`,
      value: rebuiltPercent(spoken),
      unit: '%',
      target: { atLeast: 80 },
    },
    { name: `${name}: isolated losses anywhere rebuilt by FEC`, value: rebuiltPercent(losses), unit: '%' },
    {
      name: `${name}: longest gap in the sound towards the partner`,
      value: Math.max(...runs.map(({ heard }) => longestGapMs(clean, heard))),
      unit: 'ms',
      target: { atMost: 60 },
    },
    { name: `${name}: delay added at most`, value: Math.max(...heldMs), unit: 'ms', target: { atMost: 80 } },
    { name: `${name}: delay added p95`, value: quantile(heldMs, 0.95), unit: 'ms' },
    { name: `${name}: delay added p50`, value: quantile(heldMs, 0.5), unit: 'ms' },
  ]
}

function longestGapMs(clean: Int16Array, { sound }: HeardSound): number {
  const messages = [...framesOf(sound, MESSAGE_SAMPLES)]
  return longestHoleMs(clean, messages, alignSpeech(clean, messages))
}

function isRebuilt(sent: TimedPacket[], lost: number, { rebuiltFrom }: HeardSound): boolean {
  const next = sent[lost + 1]
  return next !== undefined && rebuiltFrom.has(next.payload) && readOpusPacket(next.payload)?.hasFec === true
}

function isSpoken(clean: Int16Array, index: number): boolean {
  const frame = clean.subarray(index * INBOUND_FRAME_SAMPLES, (index + 1) * INBOUND_FRAME_SAMPLES)
  return Math.sqrt(frame.reduce((sum, sample) => sum + sample ** 2, 0) / frame.length) > SPEECH_RMS
}

function measureVeryLossy(sent: TimedPacket[], clean: Int16Array): Measurement[] {
  const meanSnr = (repair: Repair) =>
    SEEDS.reduce((sum, seed) => {
      const { sound } = hearThroughLink(carried(sent, { ...VERY_LOSSY, seed }), { repair })
      return sum + snrDb(clean, sound) / SEEDS.length
    }, 0)
  const silence = meanSnr('silence')
  const concealment = meanSnr('concealment')
  const redundancy = meanSnr('redundancy')
  const name = 'simulated, 20 % loss: speech to noise'
  return [
    { name: `${name} with silence`, value: silence, unit: 'dB' },
    { name: `${name} with concealment`, value: concealment, unit: 'dB' },
    { name: `${name} with FEC`, value: redundancy, unit: 'dB' },
    {
      name: `${name}, concealment over silence`,
      value: concealment - silence,
      unit: 'dB',
      target: { atLeast: CLEARLY_BETTER_DB },
    },
    {
      name: `${name}, FEC over concealment`,
      value: redundancy - concealment,
      unit: 'dB',
      target: { atLeast: CLEARLY_BETTER_DB },
    },
  ]
}

/** Without the decoder: what ordering, timing and deciding take. */
function measureCost(sent: TimedPacket[]): Measurement[] {
  const runs = SEEDS.map((seed) => carried(sent, { ...LOSSY, seed }))
  const startedMs = performance.now()
  for (const arrivals of runs) {
    const buffer = new JitterBuffer()
    for (const packet of arrivals) {
      buffer.push(packet, packet.atMs)
      while (buffer.next(packet.atMs, true));
    }
  }
  const value = (1000 * (performance.now() - startedMs)) / runs.flat().length
  return [{ name: 'simulated: jitter buffer, a packet', value, unit: 'µs' }]
}
