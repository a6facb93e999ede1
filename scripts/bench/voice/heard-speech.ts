import { OpusDecoder } from '../../../server/audio/opus-decoder.ts'
import type { LinkConditions } from '../../../server/testing/network/link-schedule.ts'
import type { HeardChunk, TwoEndedTalk } from '../../../server/testing/network/two-ended-talk.ts'
import { UdpLink } from '../../../server/testing/network/udp-link.ts'
import { INBOUND_FRAME_SAMPLES, INBOUND_SAMPLE_RATE_HZ } from '../../../shared/audio-format.ts'
import { alignSpeech, longestHoleMs, speechToNoiseDb } from './aligned-speech.ts'
import type { VoiceBench } from './voice-bench.ts'

const SPEECH_MS = 30_000
/** Of the link's luck. */
const SEED = 7

/** Half a minute of speech, at both ends of a network. */
export interface CarriedSpeech {
  spoken: TwoEndedTalk['spoken']
  heard: readonly HeardChunk[]
  lostPercent: number
}

export interface HeardSpeech {
  /** Of each packet, from the peer's hands to the message that its sound ends in. */
  latenciesMs: number[]
  /** In the sound itself. */
  longestGapMs: number
  /** Between two messages, beyond the length of the second: the network's jitter is in it. */
  longestWaitMs: number
  lostPercent: number
  /** Against the clean decode of the same packets. */
  speechToNoiseDb: number
}

/** Half a minute of speech through a network, in real time. */
export async function carrySpeech(
  bench: VoiceBench,
  conditions: Partial<LinkConditions>,
): Promise<CarriedSpeech> {
  await using link = await UdpLink.open({ seed: SEED })
  await using talk = await bench.openTalk({ candidateFilter: link })
  const before = { ...link.counters('toServer') }
  link.impair('toServer', conditions)
  {
    using _microphone = talk.startMicrophone((index) => frameOf(bench.speech, index))
    await talk.hears(SPEECH_MS)
  }
  const { dropped, forwarded } = link.counters('toServer')
  const lost = dropped - before.dropped
  const heard = [...talk.heard]
  await talk.hangUp()
  return { spoken: talk.spoken, heard, lostPercent: (100 * lost) / (lost + forwarded - before.forwarded) }
}

/** What the model heard, held against what was said. Takes seconds of this process, so nothing else may be timed. */
export function compareSpeech({ spoken, heard, lostPercent }: CarriedSpeech): HeardSpeech {
  const said = decoded(spoken.map(({ packet }) => packet))
  const heardPcm = heard.map(({ pcm }) => pcm)
  const pieces = alignSpeech(said, heardPcm)
  const latenciesMs = pieces.flatMap(({ from }, index) => {
    const piece = heard[index]
    if (from === undefined || !piece) return []
    // Each packet whose sound ends in this message.
    const [first, last] = [from, from + piece.pcm.length].map((sample) => sample / INBOUND_FRAME_SAMPLES)
    return spoken.slice(Math.ceil(first ?? 0), Math.round(last ?? 0)).map(({ atMs }) => piece.atMs - atMs)
  })
  const waits = heard.slice(1).map(({ atMs, pcm }, i) => atMs - (heard[i]?.atMs ?? atMs) - msOf(pcm))
  return {
    latenciesMs,
    longestGapMs: longestHoleMs(said, heardPcm, pieces),
    longestWaitMs: Math.max(...waits),
    lostPercent,
    speechToNoiseDb: speechToNoiseDb(pieces),
  }
}

/** Over and over, in real time. */
function frameOf(speech: Int16Array, index: number): Int16Array {
  const frames = Math.floor(speech.length / INBOUND_FRAME_SAMPLES)
  const at = (index % frames) * INBOUND_FRAME_SAMPLES
  return speech.subarray(at, at + INBOUND_FRAME_SAMPLES)
}

/** What the packets hold where none is lost. */
function decoded(packets: readonly Uint8Array[]): Int16Array {
  const decoder = new OpusDecoder({ sampleRateHz: INBOUND_SAMPLE_RATE_HZ })
  const sound = new Int16Array(packets.length * INBOUND_FRAME_SAMPLES)
  for (const [i, packet] of packets.entries()) {
    sound.set(decoder.decode(packet) ?? new Int16Array(), i * INBOUND_FRAME_SAMPLES)
  }
  decoder.close()
  return sound
}

function msOf(pcm: Int16Array): number {
  return (pcm.length * 1000) / INBOUND_SAMPLE_RATE_HZ
}
