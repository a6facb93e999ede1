import { benchFallback } from './fallback.ts'
import type { Measurement } from './measurement.ts'
import { interruptedToSilence, modelToPackets, packetsToMessages } from './voice/latency.ts'
import { lossOnTheWire } from './voice/loss.ts'
import { malformedPackets } from './voice/malformed-packets.ts'
import { silentStun } from './voice/silent-stun.ts'
import { simulated } from './voice/simulated.ts'
import { VoiceBench } from './voice/voice-bench.ts'

type Part = (bench: VoiceBench) => Promise<Measurement[]>

/** Measured by the clock: each has the machine for itself, but for `beside`. */
const timed: Record<string, Part> = {
  loss: lossOnTheWire,
  'packets-to-messages': packetsToMessages,
  'model-to-packets': modelToPackets,
  interrupted: interruptedToSilence,
  'silent-stun': silentStun,
  'malformed-packets': malformedPackets,
}

/**
 * In simulated time, so that their figures are the same however busy the machine is: they may run in a thread of
 * their own beside a page that waits for seconds.
 */
const beside: Record<string, Part> = {
  'loss-simulated': () => simulated('loss'),
  'barge-in': () => simulated('barge-in'),
}

/** What is promised of the voice path: a name for each part that can run alone. */
export const voiceParts: Readonly<Record<string, Part>> = { ...beside, ...timed, fallback: benchFallback }

/**
 * What is promised of the voice path, each figure beside its target. Where a time is measured from one end of a
 * talk to the other, both ends are in this process, and the time is by its one clock.
 *
 * @param only names of parts; empty: all
 */
export async function benchVoice(only: readonly string[] = []): Promise<Measurement[]> {
  await using bench = await VoiceBench.open()
  const run = async (name: string): Promise<Measurement[]> => {
    if (only.length > 0 && !only.includes(name)) return []
    const fromMs = performance.now()
    const found = (await voiceParts[name]?.(bench)) ?? []
    process.stderr.write(`${name}: ${Math.round((performance.now() - fromMs) / 1000)} s\n`)
    return found
  }
  const results: Measurement[] = []
  for (const name of Object.keys(timed)) results.push(...(await run(name)))
  const inOneThread = async () => {
    for (const name of Object.keys(beside)) results.push(...(await run(name)))
  }
  const [fallback] = await Promise.all([run('fallback'), inOneThread()])
  return [...results, ...fallback]
}
