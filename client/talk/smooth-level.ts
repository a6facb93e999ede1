/** Up as fast as a syllable begins, down slowly enough to look calm. */
const RISE_MS = 45
const FALL_MS = 220

/** The level to show next: what was shown moves towards what is heard, however often frames come. */
export function smoothLevel(shown: number, heard: number, elapsedMs: number): number {
  const timeMs = heard > shown ? RISE_MS : FALL_MS
  return shown + (heard - shown) * (1 - Math.exp(-elapsedMs / timeMs))
}
