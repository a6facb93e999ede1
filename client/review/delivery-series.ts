import type { Delivery } from '../../shared/delivery.ts'
import type { Turn } from '../../shared/turn.ts'
import { formatDuration } from '../talk/format-duration.ts'

/** How much of a slice each side spoke, in percent. */
export interface SpeakingSlice {
  at: string
  user: number
  partner: number
}

export function speakingSlices({ speakingOverTime, durationMs }: Delivery): SpeakingSlice[] {
  if (!speakingOverTime) return []
  const { sliceMs, user, partner } = speakingOverTime
  return user.map((userMs, index) => {
    const startMs = index * sliceMs
    // The last may be shorter.
    const lengthMs = Math.max(1, Math.min(sliceMs, (durationMs ?? Number.POSITIVE_INFINITY) - startMs))
    const percent = (ms: number) => Math.min(100, Math.round((ms / lengthMs) * 100))
    return { at: formatDuration(startMs), user: percent(userMs), partner: percent(partner[index] ?? 0) }
  })
}

/** How long the user took to answer; below 0 where they cut in. */
export interface ResponseDelay {
  at: string
  turnId: string
  seconds: number
}

export function responseDelays(
  { responseDelays: { turns } }: Delivery,
  transcript: readonly Turn[],
): ResponseDelay[] {
  const starts = new Map(transcript.map(({ id, startMs }) => [id, startMs]))
  return turns.map(({ turnId, delayMs }) => ({
    at: formatDuration(starts.get(turnId) ?? 0),
    turnId,
    seconds: inSeconds(delayMs),
  }))
}

/** To a tenth. */
export function inSeconds(ms: number): number {
  return Math.round(ms / 100) / 10
}

/**
 * The usual pace of people who read aloud, a minute: 7.84 morae a second in Japanese, 6.19 syllables in English
 * (Pellegrino, Coupé and Marsico, "A cross-language perspective on speech information rate", Language 87, 2011).
 */
const USUAL_PACE = { morae: 470, syllables: 371 }

/** Where the user's pace stands on a scale whose middle is the usual one, in percent. */
export function paceMeter(
  pace: NonNullable<Delivery['pace']>,
): { percent: number; usual: number } | undefined {
  // Peaks of loudness are an estimate, with nothing to hold it to.
  if (pace.unit === 'envelopePeaks') return undefined
  const usual = USUAL_PACE[pace.unit]
  return { percent: Math.min(100, Math.round((pace.perMinute / (2 * usual)) * 100)), usual }
}
