import { killTalks } from '../../../server/testing/live/killed-talks.ts'
import type { Measurement } from '../measurement.ts'

/** 200 talks with all kinds of faults, each killed at a random moment, and what is left of them. */
export async function killedTalks(): Promise<Measurement[]> {
  const { live, left } = await killTalks({ talks: 200, atOnce: 20, speed: 20 })
  return [
    { name: 'times that one of 200 killed talks was live', value: live, unit: '' },
    ...Object.entries(left).map(([what, value]) => ({
      name: `${what} left by 200 killed talks`,
      value,
      unit: '',
      target: { atMost: 0 },
    })),
  ]
}
