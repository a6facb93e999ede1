import { Encoder } from '@evan/opus'
import { beforeAll, describe, expect, it } from 'vitest'
import { framesOf, joined, readSpeech, snrDb } from '../audio/fixtures/sound.ts'
import { OpusEncoder } from '../audio/opus-encoder.ts'
import { bytesFromPcm } from '../audio/pcm.ts'
import { hearThroughLink, isolatedLosses } from '../testing/heard-through-link.ts'
import { namedPacket } from '../testing/jitter-buffer-script.ts'
import { carried, deliver, spokenPackets, type TimedPacket } from '../testing/simulated-voice-link.ts'
import { InboundAudio } from './inbound-audio.ts'
import type { MissingPackets } from './jitter-buffer.ts'
import { readOpusPacket } from './opus-packet.ts'

const FRAME_SAMPLES = 320

/** A man and a woman in turns, 20 seconds of them. */
let sent: TimedPacket[]
/** What is heard of it when nothing is lost. */
let clean: Int16Array

beforeAll(async () => {
  const encoder = new OpusEncoder({ sampleRateHz: 24_000 })
  const turn = joined(await readSpeech('man', 24_000), await readSpeech('woman', 24_000))
  const payloads = [...framesOf(joined(turn, turn), 480)].map((frame) => encoder.encode(frame))
  sent = spokenPackets(payloads, { ssrc: 7, sequenceNumber: 65_000, timestamp: 2 ** 32 - 100_000 })
  clean = hearThroughLink(carried(sent, { seed: 1 })).sound
})

describe('speech through a network that loses 10 % and is uneven by 60 ms', () => {
  const troubles = { lossShare: 0.1, jitterMs: 60, duplicateShare: 0.02, seed: 5 }

  it('is rebuilt where a single packet is lost, at least four times out of five', () => {
    const arrivals = carried(sent, troubles)
    const { rebuiltFrom } = hearThroughLink(arrivals)
    const lost = isolatedLosses(sent, arrivals)
    const next = (index: number) => sent[index + 1]?.payload ?? new Uint8Array()
    const rebuilt = lost.filter((index) => rebuiltFrom.has(next(index)))
    expect(lost.length).toBeGreaterThan(60)
    expect(rebuilt.length / lost.length).toBeGreaterThan(0.8)
    // The others have nothing to be rebuilt from: encoders leave it out where nobody speaks.
    expect(rebuilt.length).toBe(lost.filter((index) => readOpusPacket(next(index))?.hasFec).length)
  })

  it('has no hole of more than 60 ms', () => {
    expect(hearThroughLink(carried(sent, troubles)).longestHoleMs).toBeLessThanOrEqual(60)
  })

  it('is held for 80 ms at most, and for less than 10 on average', () => {
    const { heldMs, stats } = hearThroughLink(carried(sent, troubles))
    expect(Math.max(...heldMs)).toBeLessThanOrEqual(80)
    expect(stats.bufferDelayMs).toBeLessThan(10)
  })

  it('is as long as it was, and where it was', () => {
    const { sound } = hearThroughLink(carried(sent, troubles))
    expect(Math.abs(sound.length - clean.length)).toBeLessThanOrEqual(FRAME_SAMPLES)
    expect(snrDb(clean, sound)).toBeGreaterThan(15)
  })
})

describe('at 20 % loss', () => {
  it('redundancy sounds closer to what was said than concealment, and that than silence', () => {
    const arrivals = carried(sent, { lossShare: 0.2, jitterMs: 60, seed: 2 })
    const snr = (repair: 'redundancy' | 'concealment' | 'silence') =>
      snrDb(clean, hearThroughLink(arrivals, { repair }).sound)
    expect(snr('concealment')).toBeGreaterThan(snr('silence') + 1)
    expect(snr('redundancy')).toBeGreaterThan(snr('concealment') + 3)
    expect(snr('redundancy')).toBeGreaterThan(10)
  })
})

describe('on a network without trouble', () => {
  it('speech comes through bit by bit, and each frame when its packet does', () => {
    const { sound, heldMs, frameTimesMs, stats } = hearThroughLink(sent, { untilMs: sent.at(-1)?.atMs ?? 0 })
    expect(snrDb(clean, sound)).toBe(Number.POSITIVE_INFINITY)
    expect(heldMs.every((ms) => ms === 0)).toBe(true)
    expect(frameTimesMs).toEqual(sent.map(({ atMs }) => atMs))
    expect(stats).toMatchObject({ packetsLost: 0, fecRecovered: 0, concealed: 0, silenced: 0 })
  })

  it('a browser that sends nothing in pauses gives silence there, in real time', async () => {
    const encoder = new Encoder({ channels: 1, sample_rate: 16_000, application: 'voip' })
    encoder.dtx = true
    const speech = (await readSpeech('man', 16_000)).subarray(0, 16_000)
    const packets = [...framesOf(joined(speech, new Int16Array(24_000), speech), 320)].map((frame) =>
      encoder.encode(bytesFromPcm(frame)),
    )
    // Chrome sends the first packet of a pause and one of its background every 400 ms, and leaves out the others.
    const begins = (index: number) => readOpusPacket(packets[index] ?? new Uint8Array())?.beginsPause === true
    const inBrowser = spokenPackets(packets).filter((_, index) => !(begins(index) && begins(index - 1)))
    expect(inBrowser.length).toBeLessThan(packets.length - 40)
    const { sound, frameTimesMs, stats } = hearThroughLink(inBrowser)
    expect(Math.abs(sound.length / FRAME_SAMPLES - packets.length)).toBeLessThanOrEqual(1)
    const waits = frameTimesMs.map((atMs, i) => atMs - (frameTimesMs[i - 1] ?? atMs))
    expect(Math.max(...waits)).toBeLessThanOrEqual(60)
    const pause = sound.subarray(26_000, 38_000)
    expect(Math.sqrt(pause.reduce((sum, sample) => sum + sample ** 2, 0) / pause.length)).toBeLessThan(10)
    expect(stats).toMatchObject({ concealed: 0, silenced: 0 })
  })
})

describe('a microphone that stops in the middle of a word', () => {
  it('fades out within 60 ms, is silent for the rest of a second, and then nothing is heard of it', () => {
    const { sound, frameTimesMs } = hearThroughLink(sent.slice(0, 120), { untilMs: 10_000 })
    const after = sound.subarray(120 * FRAME_SAMPLES)
    expect(after.length).toBe(50 * FRAME_SAMPLES)
    expect(frameTimesMs.at(-1)).toBeLessThan(2_400 + 1_100)
    const peak = (from: number, to: number) => Math.max(...after.subarray(from, to).map(Math.abs))
    expect(peak(0, FRAME_SAMPLES)).toBeGreaterThan(3_000)
    expect(peak(3 * FRAME_SAMPLES - 32, 3 * FRAME_SAMPLES)).toBeLessThan(peak(0, FRAME_SAMPLES) / 20)
    expect(after.subarray(3 * FRAME_SAMPLES).every((sample) => sample === 0)).toBe(true)
  })
})

describe('frames', () => {
  const silentDecoder = {
    decode: (packet: Uint8Array) => new Int16Array(samplesOf(packet)),
    recover: (_next: Uint8Array, samples: number) => new Int16Array(samples),
    conceal: (samples: number) => new Int16Array(samples),
  }
  const samplesOf = (packet: Uint8Array) => (readOpusPacket(packet)?.durationTicks ?? 0) / 3

  it.each([10, 40, 60])('of 20 ms are made of packets of %d ms', (ms) => {
    const lengths: number[] = []
    const inbound = new InboundAudio({
      decoder: silentDecoder,
      onFrame: (frame) => lengths.push(frame.length),
    })
    for (let i = 0; i < 12; i++) {
      const payload = namedPacket(i, { ms })
      inbound.push({ ssrc: 1, sequenceNumber: i, timestamp: i * ms * 48, payload }, i * ms)
    }
    expect(lengths).toEqual(Array((12 * ms) / 20).fill(FRAME_SAMPLES))
  })

  it('keep their time where bytes only looked like Opus', () => {
    let frames = 0
    const inbound = new InboundAudio({
      decoder: { ...silentDecoder, decode: () => null },
      onFrame: () => frames++,
    })
    deliver(spokenPackets([namedPacket(0), namedPacket(1)]), inbound, { untilMs: 20 })
    expect(frames).toBe(2)
  })
})

describe('a server that was held up itself', () => {
  it('does not take for lost what it has not read yet', () => {
    const packets = sent.slice(0, 100)
    let decoded = 0
    const inbound = new InboundAudio({
      decoder: {
        decode: () => {
          decoded++
          return new Int16Array(FRAME_SAMPLES)
        },
        recover: (_next, samples) => new Int16Array(samples),
        conceal: (samples) => new Int16Array(samples),
      },
      onFrame: () => {},
    })
    // From 1.0 to 1.4 s nothing runs; then timers do before sockets, as in Node.
    deliver(packets.slice(0, 50), inbound, { untilMs: 1_000 })
    for (let missed = 0; missed < 10; missed++) inbound.tick(1_400)
    for (const packet of packets.slice(50, 70)) inbound.push(packet, 1_400)
    deliver(packets.slice(70), inbound, { tickPhaseMs: 1_420, untilMs: 1_990 })
    expect(decoded).toBe(100)
    expect(inbound.stats()).toMatchObject({ concealed: 0, silenced: 0, late: 0 })
  })
})

describe('asking for what is missing', () => {
  it('names the packet as it is on the wire, while it could still come in time', () => {
    const asked: MissingPackets[] = []
    const inbound = new InboundAudio({
      decoder: {
        decode: () => new Int16Array(FRAME_SAMPLES),
        recover: (_next, samples) => new Int16Array(samples),
        conceal: (samples) => new Int16Array(samples),
      },
      onFrame: () => {},
      onMissing: (missing) => asked.push(missing),
    })
    deliver(
      sent.slice(0, 20).filter((_, i) => i !== 5),
      inbound,
    )
    expect(asked).toEqual([{ ssrc: 7, sequenceNumbers: [65_005] }])
  })
})
