import { expect, test } from 'vitest'
import { master, speechRms } from './mastering.ts'

const sampleRateHz = 24_000
const options = { sampleRateHz, leadMs: 40, tailMs: 120, levelDbfs: -20, peakDbfs: -3 }
const dbfs = (amplitude: number) => 20 * Math.log10(amplitude)
const peak = (sound: Float32Array) => sound.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)

function tone(seconds: number, amplitude: number): number[] {
  return Array.from(
    { length: seconds * sampleRateHz },
    (_, at) => amplitude * Math.sin((2 * Math.PI * 300 * at) / sampleRateHz),
  )
}
const silence = (seconds: number): number[] => new Array(seconds * sampleRateHz).fill(0)

test('the silence around a line is cut to 40 ms before and 120 ms after it', () => {
  const mastered = master(Float32Array.from([...silence(0.5), ...tone(1, 0.3), ...silence(1)]), options)
  expect(mastered.length / sampleRateHz).toBeCloseTo(0.04 + 1 + 0.12, 2)
  expect(peak(mastered.subarray(0, 0.038 * sampleRateHz))).toBe(0)
  expect(peak(mastered.subarray(0.05 * sampleRateHz, 0.1 * sampleRateHz))).toBeGreaterThan(0.1)
})

test('a line that begins and ends at once gets its silence all the same', () => {
  const mastered = master(Float32Array.from(tone(1, 0.3)), options)
  expect(mastered.length / sampleRateHz).toBeCloseTo(1.16, 2)
})

test.each([0.01, 0.1, 1])(
  'speech of amplitude %f gets the same level, its pauses not counted',
  (amplitude) => {
    const withPause = Float32Array.from([...tone(1, amplitude), ...silence(2), ...tone(1, amplitude)])
    expect(dbfs(speechRms(master(withPause, options), sampleRateHz))).toBeCloseTo(-20, 1)
  },
)

test('a single peak is held below the ceiling and the rest keeps its level', () => {
  const sound = Float32Array.from(tone(1, 0.1))
  sound[sampleRateHz / 2] = 1
  const mastered = master(sound, options)
  expect(dbfs(peak(mastered))).toBeLessThanOrEqual(-2.99)
  expect(dbfs(speechRms(mastered, sampleRateHz))).toBeCloseTo(-20, 0)
})

test('a silent line is refused', () => {
  expect(() => master(Float32Array.from(silence(1)), options)).toThrow('silent')
})
