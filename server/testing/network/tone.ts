// Loud, with room for what a codec adds on top.
const AMPLITUDE = 12_000
const STRETCH_MS = 40

/** A sine that goes on from one call to the next when `from` does: sample `from` on. */
export function tone(
  hz: number,
  { sampleRateHz, samples, from = 0 }: { sampleRateHz: number; samples: number; from?: number },
): Int16Array {
  const step = (2 * Math.PI * hz) / sampleRateHz
  return Int16Array.from({ length: samples }, (_, i) => Math.round(AMPLITUDE * Math.sin((from + i) * step)))
}

/**
 * How much of the sound's energy is that tone, in the middle one of its 40 ms stretches: 1 is all of it, near 0 is
 * silence, noise or another tone. Stretches, since a jitter buffer that moves sound in time breaks the phase.
 */
export function toneShare(pcm: Int16Array, hz: number, sampleRateHz: number): number {
  const length = (sampleRateHz * STRETCH_MS) / 1000
  const shares = Array.from({ length: Math.floor(pcm.length / length) }, (_, i) =>
    shareOfStretch(pcm.subarray(i * length, (i + 1) * length), (2 * Math.PI * hz) / sampleRateHz),
  )
  return shares.sort((one, other) => one - other)[Math.floor(shares.length / 2)] ?? 0
}

/** Goertzel's way: the correlation with a sine and a cosine. */
function shareOfStretch(pcm: Int16Array, step: number): number {
  let cosine = 0
  let sine = 0
  let energy = 0
  for (const [i, sample] of pcm.entries()) {
    cosine += sample * Math.cos(i * step)
    sine += sample * Math.sin(i * step)
    energy += sample * sample
  }
  return energy === 0 ? 0 : (2 * (cosine ** 2 + sine ** 2)) / (pcm.length * energy)
}
