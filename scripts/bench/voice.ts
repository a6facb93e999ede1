import { measureBargeIn } from './barge-in.ts'
import { benchFallback } from './fallback.ts'
import { measureInbound } from './inbound.ts'
import type { Measurement } from './measurement.ts'
import { interruptedToSilence, modelToPackets, packetsToMessages } from './voice/latency.ts'
import { heavyLoss, lossAndJitter } from './voice/loss.ts'
import { malformedPackets } from './voice/malformed-packets.ts'
import { silentStun } from './voice/silent-stun.ts'
import { VoiceBench } from './voice/voice-bench.ts'

/** What is promised of the voice path: one function for each line of it. */
const promises: Record<string, (bench: VoiceBench) => Promise<Measurement[]>> = {
  'losses rebuilt, by simulation': measureInbound,
  'loss and jitter': lossAndJitter,
  'heavy loss': heavyLoss,
  'packets in to messages out': packetsToMessages,
  'sound of the model to packets out': modelToPackets,
  'interrupted to the last old packet': interruptedToSilence,
  'back-channels and interruptions': measureBargeIn,
  'UDP blocked, UDP cut, another address': benchFallback,
  'STUN that never answers': silentStun,
  'malformed packets': malformedPackets,
}

/**
 * What is promised of the voice path, each figure beside its target. Where a time is measured from one end of a
 * talk to the other, both ends are in this process, and the time is by its one clock.
 */
export async function benchVoice(): Promise<Measurement[]> {
  await using bench = await VoiceBench.open()
  const results: Measurement[] = []
  for (const [name, measure] of Object.entries(promises)) {
    process.stderr.write(`${name}...\n`)
    results.push(...(await measure(bench)))
  }
  return results
}
