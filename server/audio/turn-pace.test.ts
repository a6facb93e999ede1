import { expect, test } from 'vitest'
import { TurnPace } from './turn-pace.ts'

interface Message {
  atMs: number
  ms: number
}

/** Plays messages out: `#` a frame, `-` a tick without. Ticks are at 10, 30, 50 ms and so on. */
function played(messages: readonly Message[], { startDelayMs = 0, endAtMs = Number.POSITIVE_INFINITY } = {}) {
  const pace = new TurnPace()
  let queuedMs = 0
  let line = ''
  let written = 0
  for (let nowMs = 10; nowMs <= 10_000; nowMs += 20) {
    for (let next = messages[written]; next && next.atMs <= nowMs; next = messages[++written]) {
      pace.arrived(next.ms, next.atMs)
      queuedMs += next.ms
    }
    const { plays } = pace.tick({ queuedMs, ended: nowMs >= endAtMs }, startDelayMs, nowMs)
    if (plays) queuedMs = Math.max(0, queuedMs - 20)
    line += plays ? '#' : '-'
    if (written === messages.length && queuedMs === 0) break
  }
  return { line, underruns: pace.underruns, neededMs: pace.neededMs }
}

const every = (everyMs: number, ms: number, count: number): Message[] =>
  Array.from({ length: count }, (_, i) => ({ atMs: i * everyMs, ms }))

test.each<[string, Message[], { line: string; neededMs: number; underruns: number }]>([
  ['in real time', every(40, 40, 4), { line: '########', neededMs: 0, underruns: 0 }],
  ['faster than real time', every(10, 40, 3), { line: '######', neededMs: 0, underruns: 0 }],
  [
    'late, but not too late for a start in mid-interval',
    [
      { atMs: 0, ms: 40 },
      { atMs: 45, ms: 40 },
    ],
    { line: '####', neededMs: 5, underruns: 0 },
  ],
  [
    'once much too late: a stutter twice as long, and then none',
    [
      { atMs: 0, ms: 40 },
      { atMs: 100, ms: 40 },
      { atMs: 140, ms: 40 },
      { atMs: 180, ms: 40 },
    ],
    { line: '##------######', neededMs: 60, underruns: 1 },
  ],
  [
    'after a standstill all at once: there is no more to gather',
    [
      { atMs: 0, ms: 40 },
      { atMs: 100, ms: 20 },
      { atMs: 100, ms: 200 },
      { atMs: 100, ms: 40 },
    ],
    { line: `##---${'#'.repeat(13)}`, neededMs: 60, underruns: 1 },
  ],
  [
    'after a pause of the model, which no wait at the start makes up for',
    [
      { atMs: 0, ms: 40 },
      { atMs: 1_000, ms: 600 },
    ],
    { line: `##${'-'.repeat(73)}${'#'.repeat(30)}`, neededMs: 0, underruns: 1 },
  ],
])('a turn whose sound comes %s', (_how, messages, expected) => {
  expect(played(messages)).toEqual(expected)
})

test('a model slower than speech is heard in phrases that grow longer, not in pieces', () => {
  // 200 ms of sound every 250: alone, each message would end in a gap.
  const { line, underruns } = played(every(250, 200, 40))
  expect(underruns).toBeLessThan(9)
  const phrases = line.split(/-+/).map((phrase) => phrase.length * 20)
  expect(Math.max(...phrases)).toBeGreaterThan(1_500)
})

test('a start that waits is not needed when the turn is already whole', () => {
  expect(played([{ atMs: 0, ms: 40 }], { startDelayMs: 100 }).line).toBe('-----##')
  expect(played([{ atMs: 0, ms: 40 }], { startDelayMs: 100, endAtMs: 25 }).line).toBe('-##')
})

test('a turn that runs dry at its end has no gap', () => {
  expect(played([{ atMs: 0, ms: 40 }], { endAtMs: 200 })).toMatchObject({ line: '##', underruns: 0 })
})
