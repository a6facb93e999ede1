import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SpeechDetectorOptions } from './speech-detector.ts'
import { SpeechWindow } from './speech-window.ts'

/** Plays frames (`#` voiced, `.` not) and tells what was reported at which frame, and of when: `started 7 of 2`. */
function changes(frames: string, options?: SpeechDetectorOptions): string[] {
  const window = new SpeechWindow(options)
  return [...frames].flatMap((frame, index) => {
    const change = window.push(frame === '#')
    return change ? [`${change.type} ${index} of ${index + 1 - change.agoMs / 20}`] : []
  })
}

const options = { startMs: 120, endMs: 100 }

test.each([
  ['silence', '....................', []],
  [
    'speech starts with the fifth of six voiced frames, and began with the first',
    '....######',
    ['started 8 of 4'],
  ],
  ['unvoiced consonants may stand between', '....##.###', ['started 9 of 4']],
  ['two in a row are too many, until they are past', '..##..#####', ['started 10 of 6']],
  ['a click is no speech', '....##..........', []],
  ['neither are clicks', '.#..#..#..#..#..#..#', []],
  [
    'speech has ended after the silence, and ended before it',
    '######.....',
    ['started 4 of 0', 'ended 10 of 6'],
  ],
  ['one frame of voice prolongs it', '######....#.....', ['started 4 of 0', 'ended 15 of 11']],
  ['a pause shorter than the limit does not end it', '######....######', ['started 4 of 0']],
  [
    'the next speech is found like the first, and takes nothing from before',
    '######.....####.#####',
    ['started 4 of 0', 'ended 10 of 6', 'started 16 of 11'],
  ],
])('%s', (_name, frames, expected) => {
  expect(changes(frames, options)).toEqual(expected)
})

test('by default 100 ms of voice start speech and 600 ms without end it', () => {
  expect(changes('#'.repeat(6) + '.'.repeat(30))).toEqual(['started 4 of 0', 'ended 35 of 6'])
})

test('a longer window holds up against a nod', () => {
  const nod = '#'.repeat(8)
  expect(changes(`..${nod}.......`, { startMs: 250 })).toEqual([])
  expect(changes(`..${nod}##.......`, { startMs: 250 })).toEqual(['started 11 of 2'])
})

test('times are whole frames, and undefined stands for the default', () => {
  expect(changes('.##.#..#', { startMs: 20, endMs: 30 })).toEqual([
    'started 1 of 1',
    'ended 6 of 5',
    'started 7 of 7',
  ])
  expect(changes('#'.repeat(6), { startMs: undefined, endMs: undefined })).toEqual(['started 4 of 0'])
})

test.each([0, -20, 19, Number.NaN])('a time of %d ms is refused', (ms) => {
  expect(() => new SpeechWindow({ startMs: ms })).toThrow(RangeError)
  expect(() => new SpeechWindow({ endMs: ms })).toThrow(RangeError)
})

test('a reset forgets the speech and the frames before it', () => {
  const window = new SpeechWindow(options)
  for (let frame = 0; frame < 6; frame++) window.push(true)
  expect(window.speaking).toBe(true)
  window.reset()
  expect(window.speaking).toBe(false)
  for (let frame = 0; frame < 4; frame++) expect(window.push(true)).toBeNull()
  window.reset()
  expect(window.push(true)).toBeNull()
})

test('whatever is heard, starts and ends take turns, and their times go forward', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 300 }), (frames) => {
      const window = new SpeechWindow(options)
      let speaking = false
      let lastMs = 0
      for (const [index, voiced] of frames.entries()) {
        const change = window.push(voiced)
        expect(window.speaking).toBe(change ? change.type === 'started' : speaking)
        if (!change) continue
        speaking = !speaking
        const atMs = (index + 1) * 20 - change.agoMs
        expect(atMs).toBeGreaterThanOrEqual(lastMs)
        lastMs = atMs
      }
    }),
  )
})
