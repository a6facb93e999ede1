import type { LinkConditions } from '../../../server/testing/network/link-schedule.ts'
import { type Measurement, quantile } from '../measurement.ts'
import { carrySpeech, compareSpeech, type HeardSpeech } from './heard-speech.ts'
import { ms, type VoiceBench } from './voice-bench.ts'

/** The network of the promises; packets overtake each other within its jitter. */
const LOSSY: Partial<LinkConditions> = { lossRate: 0.1, jitterMs: 60, keepsOrder: false }
const VERY_LOSSY: Partial<LinkConditions> = { lossRate: 0.2 }

/**
 * 10 % loss and 60 ms of jitter: no gap above 60 ms towards the partner, at most 80 ms added. 20 % loss: still
 * intelligible.
 */
export async function lossOnTheWire(bench: VoiceBench): Promise<Measurement[]> {
  const clean = await bench.clean()
  // Two talks at once are nothing to the server; what was heard is looked at when both are over.
  const carried = await Promise.all([carrySpeech(bench, LOSSY), carrySpeech(bench, VERY_LOSSY)])
  const [lossy, veryLossy] = [compareSpeech(carried[0]), compareSpeech(carried[1])]
  // The network's own delay, evenly spread up to 60 ms, is in it.
  const addedMs = (share: number) => quantile(lossy.latenciesMs, share) - quantile(clean.latenciesMs, share)
  return [
    ...figures('wire, 10 % loss, 60 ms jitter', lossy, { atMost: 60 }),
    ms('wire, 10 % loss, 60 ms jitter: added with the jitter itself p50', addedMs(0.5)),
    ms('wire, 10 % loss, 60 ms jitter: added with the jitter itself p95', addedMs(0.95), { atMost: 80 }),
    ...figures('wire, 20 % loss', veryLossy),
  ]
}

function figures(network: string, heard: HeardSpeech, gap?: Measurement['target']): Measurement[] {
  return [
    { name: `${network}: lost on the way`, value: heard.lostPercent, unit: '%' },
    { name: `${network}: speech to noise`, value: heard.speechToNoiseDb, unit: 'dB' },
    ms(`${network}: longest gap in the sound towards the partner`, heard.longestGapMs, gap),
    ms(`${network}: longest wait between two messages`, heard.longestWaitMs),
  ]
}
