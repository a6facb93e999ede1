const STEP_MS = 20

// What is softer than this, in 16-bit steps, is silence.
const FLOOR = 30

/** Loudness over time in decibels, one value every 20 ms: a gain control between the two changes it but little. */
function envelope(samples: Int16Array, sampleRateHz: number): Float64Array {
  const step = (sampleRateHz * STEP_MS) / 1000
  return Float64Array.from({ length: Math.floor(samples.length / step) }, (_, i) => {
    const part = samples.subarray(i * step, (i + 1) * step)
    const rms = Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / step)
    return 20 * Math.log10(Math.max(FLOOR, rms))
  })
}

/** How well one sound is found in another, wherever in it: 1 is the same rhythm of loudness, 0 is none of it. */
export function envelopeCorrelation(sought: Int16Array, within: Int16Array, sampleRateHz: number): number {
  const needle = envelope(sought, sampleRateHz)
  const hay = envelope(within, sampleRateHz)
  let best = 0
  for (let lag = 0; lag + needle.length <= hay.length; lag++) {
    best = Math.max(best, correlation(needle, hay.subarray(lag, lag + needle.length)))
  }
  return best
}

/** Pearson's, of two of the same length. */
function correlation(one: Float64Array, other: Float64Array): number {
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [oneMean, otherMean] = [mean(one), mean(other)]
  let both = 0
  let oneSquare = 0
  let otherSquare = 0
  for (const [i, value] of one.entries()) {
    const a = value - oneMean
    const b = (other[i] ?? 0) - otherMean
    both += a * b
    oneSquare += a * a
    otherSquare += b * b
  }
  return oneSquare === 0 || otherSquare === 0 ? 0 : both / Math.sqrt(oneSquare * otherSquare)
}
