import { expect, test } from 'vitest'
import { ReceptionWatch } from './reception-watch.ts'

/** [ms, received] each. */
function silence(...looks: [number, number | undefined][]): number {
  const watch = new ReceptionWatch()
  for (const [atMs, received] of looks) watch.look(received, atMs)
  return watch.silentMs
}

test.each<[string, number, [number, number | undefined][]]>([
  ['the first look is no silence', 0, [[0, 5]]],
  [
    'a count that rises is no silence',
    0,
    [
      [0, 5],
      [500, 6],
      [1_000, 7],
    ],
  ],
  [
    'a count that stands still is',
    1_000,
    [
      [0, 5],
      [500, 5],
      [1_000, 5],
    ],
  ],
  [
    'no connection at all is',
    1_000,
    [
      [0, 5],
      [500, undefined],
      [1_000, undefined],
    ],
  ],
  [
    'one packet ends it',
    0,
    [
      [0, 5],
      [500, 5],
      [1_000, 6],
    ],
  ],
  [
    'a count that fell has heard nothing',
    500,
    [
      [0, 5],
      [500, 2],
    ],
  ],
  [
    'but rises again from there',
    0,
    [
      [0, 5],
      [500, 2],
      [1_000, 3],
    ],
  ],
  [
    'an hour between two looks counts as a second',
    1_000,
    [
      [0, 5],
      [3_600_000, 5],
    ],
  ],
])('%s', (_, expected, looks) => {
  expect(silence(...looks)).toBe(expected)
})
