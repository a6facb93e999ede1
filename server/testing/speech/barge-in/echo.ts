import { INBOUND_SAMPLE_RATE_HZ, OUTBOUND_SAMPLE_RATE_HZ } from '../../../../shared/audio-format.ts'

/** A small room: the way straight to the microphone and some walls, as [ms, share of the amplitude]. */
const REFLECTIONS = [
  [0, 1],
  [11, 0.5],
  [23, 0.35],
  [41, 0.25],
  [67, 0.15],
] as const

/** The partner's voice (24 kHz) as a microphone in the user's room hears it from the speaker: 16 kHz. */
export function echoOf(
  partner: Int16Array,
  { gainDb, delayMs }: { gainDb: number; delayMs: number },
): Int16Array {
  const rate = INBOUND_SAMPLE_RATE_HZ
  const step = OUTBOUND_SAMPLE_RATE_HZ / rate
  const power = REFLECTIONS.reduce((sum, [, share]) => sum + share ** 2, 0)
  const sound = new Int16Array(Math.floor(partner.length / step) + Math.round((delayMs * rate) / 1000))
  for (const [lateMs, share] of REFLECTIONS) {
    const gain = (share / Math.sqrt(power)) * 10 ** (gainDb / 20)
    const late = Math.round(((delayMs + lateMs) * rate) / 1000)
    for (let n = late; n < sound.length; n++) {
      const at = (n - late) * step
      const one = partner[Math.floor(at)] ?? 0
      const next = partner[Math.floor(at) + 1] ?? 0
      sound[n] = (sound[n] ?? 0) + gain * (one + (next - one) * (at - Math.floor(at)))
    }
  }
  return sound
}
