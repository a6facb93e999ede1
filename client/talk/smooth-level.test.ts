import { expect, test } from 'vitest'
import { smoothLevel } from './smooth-level.ts'

const after = (ms: number, from: number, to: number, frameMs: number) => {
  let shown = from
  for (let at = 0; at < ms; at += frameMs) shown = smoothLevel(shown, to, frameMs)
  return shown
}

test('a voice shows at once and fades calmly', () => {
  expect(after(120, 0, 1, 10)).toBeGreaterThan(0.9)
  expect(after(120, 1, 0, 10)).toBeGreaterThan(0.5)
  expect(after(1_000, 1, 0, 10)).toBeLessThan(0.02)
})

test('looks the same on a slow screen and on a fast one', () => {
  expect(after(200, 0, 0.8, 5)).toBeCloseTo(after(200, 0, 0.8, 20), 6)
})

test('stays within 0 and 1, and still when no time passed', () => {
  expect(after(5_000, 0, 1, 100)).toBeLessThanOrEqual(1)
  expect(smoothLevel(0.4, 1, 0)).toBe(0.4)
})
