import { killedTalks } from './live/killed-talks.ts'
import { liveFaults } from './live/live-faults.ts'
import { threeHours } from './live/three-hours.ts'
import type { Measurement } from './measurement.ts'

/** What is promised of talks through the faults of a Live service: one function for each promise. */
const promises: Record<string, () => Promise<Measurement[]>> = {
  'every fault of the service': liveFaults,
  'three hours, with a connection every ten minutes': threeHours,
  '200 talks, each killed at a random moment': killedTalks,
}

/** The whole app against the built-in partner's server with faults, by clocks that run faster; times are the talk's. */
export async function benchLive(): Promise<Measurement[]> {
  const results: Measurement[] = []
  for (const [name, measure] of Object.entries(promises)) {
    process.stderr.write(`${name}...\n`)
    results.push(...(await measure()))
  }
  return results
}
