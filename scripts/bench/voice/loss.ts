import type { LinkConditions } from '../../../server/testing/network/link-schedule.ts'
import { type Measurement, quantile } from '../measurement.ts'
import { speak } from './heard-speech.ts'
import { ms, type VoiceBench } from './voice-bench.ts'

/** The network of the promises; packets overtake each other within its jitter. */
const LOSSY: Partial<LinkConditions> = { lossRate: 0.1, jitterMs: 60, keepsOrder: false }
const VERY_LOSSY: Partial<LinkConditions> = { lossRate: 0.2 }

/** 10 % loss and 60 ms of jitter: no gap above 60 ms towards the partner, at most 80 ms added. */
export async function lossAndJitter(bench: VoiceBench): Promise<Measurement[]> {
  const clean = await bench.clean()
  const lossy = await speak(bench, LOSSY)
  const addedMs = (share: number) => quantile(lossy.latenciesMs, share) - quantile(clean.latenciesMs, share)
  return [
    { name: 'lost on the way (10 % loss, 60 ms jitter)', value: lossy.lostPercent, unit: '%' },
    ms('longest gap towards the partner (10 %, 60 ms)', lossy.longestGapMs, { atMost: 60 }),
    // The network's own delay, 30 ms in the middle and 60 ms at most, is in it.
    ms('added from packet to message p50 (10 %, 60 ms)', addedMs(0.5), { atMost: 80 }),
    ms('added from packet to message p95 (10 %, 60 ms)', addedMs(0.95)),
    { name: 'speech to noise (10 %, 60 ms)', value: lossy.speechToNoiseDb, unit: 'dB' },
  ]
}

/** 20 % loss: still intelligible. */
export async function heavyLoss(bench: VoiceBench): Promise<Measurement[]> {
  const heard = await speak(bench, VERY_LOSSY)
  return [
    { name: 'lost on the way (20 % loss)', value: heard.lostPercent, unit: '%' },
    { name: 'speech to noise (20 % loss)', value: heard.speechToNoiseDb, unit: 'dB' },
    ms('longest gap towards the partner (20 % loss)', heard.longestGapMs),
  ]
}
