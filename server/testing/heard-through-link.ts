import { FRAME_MS, INBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import { joined } from '../audio/fixtures/sound.ts'
import { OpusDecoder } from '../audio/opus-decoder.ts'
import { InboundAudio } from '../webrtc/inbound-audio.ts'
import type { JitterBufferStats } from '../webrtc/jitter-buffer-counters.ts'
import { readOpusPacket } from '../webrtc/opus-packet.ts'
import { deliver, type TimedPacket } from './simulated-voice-link.ts'

/** How lost sound is made up for: everything, without the redundancy of the next packet, or by silence alone. */
export type Repair = 'redundancy' | 'concealment' | 'silence'

export interface HeardSound {
  /** 16 kHz. */
  sound: Int16Array
  stats: JitterBufferStats
  /** For each packet that was played: how long it had been here. */
  heldMs: number[]
  /** When each frame was passed on. */
  frameTimesMs: number[]
  /** The longest stretch that did not come from the sender, guessed or silent, the pauses that it announced apart. */
  longestHoleMs: number
  /** The packets whose redundancy stood in for the one before. */
  rebuiltFrom: ReadonlySet<Uint8Array>
}

/** What a talk hears of packets that come at these times, and how: the real inbound path and decoder, simulated time. */
export function hearThroughLink(
  arrivals: readonly TimedPacket[],
  { repair = 'redundancy', untilMs }: { repair?: Repair; untilMs?: number } = {},
): HeardSound {
  const decoder = new OpusDecoder({ sampleRateHz: INBOUND_SAMPLE_RATE_HZ })
  const arrivedAtMs = new Map<Uint8Array, number>()
  const frames: Int16Array[] = []
  const heard = { heldMs: [] as number[], frameTimesMs: [] as number[], rebuiltFrom: new Set<Uint8Array>() }
  let now = 0
  let holeMs = 0
  let longestHoleMs = 0
  /** Whether the next frame holds sound of the sender's, or a pause that it has announced. */
  let isSenders = false
  let isPausing = false
  const guess = (samples: number) => {
    isPausing = false
    // Silence must not leave out the concealment: the decoder's memory is to run on in the same way.
    const concealed = decoder.conceal(samples)
    return repair === 'silence' ? concealed.fill(0) : concealed
  }
  const inbound = new InboundAudio({
    decoder: {
      decode(packet) {
        isSenders = true
        isPausing = readOpusPacket(packet)?.beginsPause === true
        heard.heldMs.push(now - (arrivedAtMs.get(packet) ?? now))
        return decoder.decode(packet)
      },
      recover(nextPacket, samples) {
        if (repair !== 'redundancy') return guess(samples)
        isSenders = true
        heard.rebuiltFrom.add(nextPacket)
        return decoder.recover(nextPacket, samples)
      },
      conceal: guess,
    },
    onFrame(frame) {
      frames.push(frame.slice())
      heard.frameTimesMs.push(now)
      holeMs = isSenders || isPausing ? 0 : holeMs + FRAME_MS
      longestHoleMs = Math.max(longestHoleMs, holeMs)
      isSenders = false
    },
  })
  deliver(
    arrivals,
    {
      push(packet, nowMs) {
        now = nowMs
        if (!arrivedAtMs.has(packet.payload)) arrivedAtMs.set(packet.payload, nowMs)
        inbound.push(packet, nowMs)
      },
      tick(nowMs) {
        now = nowMs
        inbound.tick(nowMs)
      },
    },
    { untilMs: untilMs ?? (arrivals.at(-1)?.atMs ?? 0) + FRAME_MS },
  )
  decoder.close()
  return { ...heard, longestHoleMs, stats: inbound.stats(), sound: joined(...frames) }
}

/** Packets that were lost while both their neighbours came: those that redundancy is for. */
export function isolatedLosses(sent: readonly TimedPacket[], arrivals: readonly TimedPacket[]): number[] {
  const came = new Set(arrivals.map(({ payload }) => payload))
  const isHere = (index: number) => {
    const packet = sent[index]
    return packet !== undefined && came.has(packet.payload)
  }
  return [...sent.keys()].filter((index) => !isHere(index) && isHere(index - 1) && isHere(index + 1))
}
