import { describe, expect, test } from 'vitest'
import { Resampler } from './resampler.ts'

function tone(hz: number, sampleRateHz: number, seconds: number): Float32Array {
  const { length } = { length: sampleRateHz * seconds }
  return Float32Array.from({ length }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / sampleRateHz))
}

/** In chunks of 128, as Web Audio brings them. */
function resampled(input: Float32Array, fromHz: number, toHz: number, chunk = 128): Float32Array {
  const resampler = new Resampler({ fromHz, toHz })
  const output: number[] = []
  for (let at = 0; at < input.length; at += chunk) {
    output.push(...resampler.process(input.subarray(at, at + chunk)))
  }
  return Float32Array.from(output)
}

const rms = (samples: Float32Array) =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)

/** How much of a frequency is in there: 0.5 for our tone. */
function amplitudeAt(samples: Float32Array, hz: number, sampleRateHz: number): number {
  let re = 0
  let im = 0
  samples.forEach((sample, i) => {
    re += sample * Math.cos((2 * Math.PI * hz * i) / sampleRateHz)
    im += sample * Math.sin((2 * Math.PI * hz * i) / sampleRateHz)
  })
  return (2 * Math.hypot(re, im)) / samples.length
}

describe.each([
  [48_000, 16_000],
  [44_100, 16_000],
  [96_000, 16_000],
  [16_000, 16_000],
  [24_000, 48_000],
  [24_000, 44_100],
  [24_000, 16_000],
])('from %i to %i Hz', (fromHz, toHz) => {
  test('a tone keeps its pitch and its loudness', () => {
    const output = resampled(tone(1_000, fromHz, 1), fromHz, toHz).subarray(200)
    expect(amplitudeAt(output, 1_000, toHz)).toBeCloseTo(0.5, 2)
    expect(rms(output)).toBeCloseTo(0.5 / Math.SQRT2, 2)
  })

  test('a second stays a second, within the delay of the filter', () => {
    const missing = toHz - resampled(tone(300, fromHz, 1), fromHz, toHz).length
    expect(Math.abs(missing)).toBeLessThanOrEqual(64)
  })

  test('the size of the chunks is not heard', () => {
    const input = tone(700, fromHz, 0.2)
    const small = resampled(input, fromHz, toHz, 37)
    const large = resampled(input, fromHz, toHz, 100_000)
    expect(small.length).toBe(large.length)
    expect(Math.max(...small.map((sample, i) => Math.abs(sample - (large[i] ?? 9))))).toBeLessThan(1e-6)
  })
})

test.each([48_000, 44_100])('what 16 kHz cannot carry is gone, not folded back, from %i Hz', (fromHz) => {
  const output = resampled(tone(10_000, fromHz, 1), fromHz, 16_000).subarray(200)
  expect(20 * Math.log10(rms(output) / (0.5 / Math.SQRT2))).toBeLessThan(-45)
})

test('silence stays silence', () => {
  expect(Math.max(...resampled(new Float32Array(48_000), 48_000, 16_000))).toBe(0)
})
