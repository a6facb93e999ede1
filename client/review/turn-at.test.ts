import { expect, test } from 'vitest'
import { turnAt } from './turn-at.ts'

const turns = [{ startMs: 500 }, { startMs: 4_000 }, { startMs: 4_000 }, { startMs: 9_000 }]

test.each([
  [0, -1],
  [499, -1],
  [500, 0],
  [3_999, 0],
  [4_000, 2],
  [8_999, 2],
  [1_000_000, 3],
])('at %i ms the line %i is heard', (positionMs, index) => {
  expect(turnAt(turns, positionMs)).toBe(index)
})

test('of a talk without words no line is heard', () => {
  expect(turnAt([], 5)).toBe(-1)
})
