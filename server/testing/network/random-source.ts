import { seededRandom } from './link-schedule.ts'

/** What a maker of nonsense draws from; the same seed gives the same nonsense. */
export interface RandomSource {
  /** A whole number from 0 up to, but not including, `limit`. */
  below(limit: number): number
  bytes(length: number): number[]
  pick<T>(one: T, ...others: T[]): T
}

export function randomSource(seed: number): RandomSource {
  const random = seededRandom(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  return {
    below,
    bytes: (length) => Array.from({ length }, () => below(256)),
    pick: (one, ...others) => others[below(others.length + 1)] ?? one,
  }
}
