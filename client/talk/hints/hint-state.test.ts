import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextHintState, noHints } from './hint-state.ts'

/** What is so for some seconds of a talk. */
interface Part {
  seconds: number
  says?: 'user' | 'partner' | 'both' | 'nobody'
  /** The partner has said all that they wanted. */
  finished?: boolean
  asksNothing?: boolean
  held?: boolean
  /** Nothing is known of the talk. */
  lost?: boolean
}

interface Seen {
  hint: string
  fromS: number
  toS: number
}

/** Plays a talk second by second. @returns what was seen, until the talk's last second */
function play(parts: readonly Part[], minutes = 60): Seen[] {
  const seen: Seen[] = []
  let state = noHints
  let atS = 0
  for (const { seconds, says, finished = false, asksNothing = false, held = false, lost = false } of parts) {
    for (const untilS = atS + seconds; atS < untilS; atS++) {
      const before = state.shown
      const moment = {
        atMs: atS * 1_000,
        speaking: {
          user: says === 'user' || says === 'both',
          partner: says === 'partner' || says === 'both',
        },
        partnerHasFinished: finished,
        asksNothing,
        timeShare: atS / (minutes * 60),
      }
      state = nextHintState(state, lost ? undefined : moment, held)
      if (state.shown && !before) seen.push({ hint: state.shown.hint, fromS: atS, toS: atS })
      const last = seen.at(-1)
      if (last && (state.shown || before)) last.toS = atS
    }
  }
  return seen
}

const inWords = (seen: readonly Seen[]) => seen.map(({ hint, fromS, toS }) => `${hint} ${fromS}-${toS}`)

const user = (seconds: number): Part => ({ seconds, says: 'user' })
const partner = (seconds: number): Part => ({ seconds, says: 'partner' })
const nobody = (seconds: number): Part => ({ seconds })
const waits = (seconds: number): Part => ({ seconds, finished: true })

describe('a user who speaks for long', () => {
  test.each<[string, Part[], string[]]>([
    ['is told after 45 s, for 10 s', [user(80)], ['monologue 45-55']],
    ['is not told before', [user(45), partner(10)], []],
    ['may draw breath', [user(20), nobody(2), user(30)], ['monologue 45-51']],
    ['is not told in a breath, which may be the end', [user(44), nobody(2), partner(9)], []],
    ['begins anew after a pause', [user(30), nobody(4), user(30)], []],
    ['begins anew after the partner', [user(30), partner(4), user(30)], []],
    ['is told no longer once the partner speaks', [user(48), partner(20)], ['monologue 45-48']],
    ['is told no longer once they have stopped', [user(48), nobody(20)], ['monologue 45-51']],
    ['is not one who only nods', [{ seconds: 90, says: 'both' }], []],
  ])('%s', (_, parts, seen) => {
    expect(inWords(play(parts))).toEqual(seen)
  })
})

describe('a silence', () => {
  test.each<[string, Part[], string[]]>([
    ['is told 7 s after the partner has finished', [partner(5), waits(30)], ['silence 12-22']],
    ['is not one while the partner has more to say', [partner(5), nobody(30)], []],
    ['is over when the user speaks', [partner(5), waits(9), user(20)], ['silence 12-14']],
    ['is over when the partner speaks', [partner(5), waits(9), partner(20)], ['silence 12-14']],
    ['counts from the last word, a nod too', [partner(5), waits(4), user(2), waits(9)], ['silence 18-19']],
  ])('%s', (_, parts, seen) => {
    expect(inWords(play(parts))).toEqual(seen)
  })
})

describe('the goal', () => {
  test.each<[string, Part[], string[]]>([
    ['is told once, after two thirds of the time', [partner(180)], ['goal 120-130']],
    ['waits until the user has spoken', [partner(110), user(15), partner(9)], ['goal 125-133']],
    ['is not told past the time', [{ ...partner(190), held: true }, partner(60)], []],
  ])('%s', (_, parts, seen) => {
    expect(inWords(play(parts, 3))).toEqual(seen)
  })

  test('is never told again', () => {
    expect(inWords(play([partner(1_700)], 30))).toEqual(['goal 1200-1210'])
  })
})

describe('a user who asks nothing', () => {
  const asksNothing = (part: Part): Part => ({ ...part, asksNothing: true })
  test.each<[string, Part[], string[]]>([
    ['is told while they listen', [partner(5), asksNothing(partner(30))], ['question 5-15']],
    ['is not told while they speak', [asksNothing(user(20)), asksNothing(partner(9))], ['question 20-28']],
    ['is told no longer once they ask', [asksNothing(partner(5)), user(20)], ['question 0-5']],
    [
      'is told again after three minutes, not before',
      [asksNothing(partner(200))],
      ['question 0-10', 'question 180-190'],
    ],
  ])('%s', (_, parts, seen) => {
    expect(inWords(play(parts))).toEqual(seen)
  })
})

test('of several reasons the most pressing one is told, and the next one 20 s after it', () => {
  const parts = [
    { ...partner(110), held: true },
    { ...waits(75), asksNothing: true },
  ]
  // Two thirds of the time are over when the hints are let come.
  expect(inWords(play(parts, 2.5))).toEqual(['goal 110-120', 'silence 140-150', 'question 170-180'])
})

describe('what matters more', () => {
  test.each<[string, Part[], string[]]>([
    ['takes a hint away', [user(48), { ...user(20), held: true }], ['monologue 45-48']],
    ['lets none come', [{ ...user(120), held: true }], []],
    ['does not change what is so', [{ ...user(60), held: true }, user(5)], ['monologue 60-64']],
    ['may be that the line is lost', [user(48), { ...user(20), lost: true }], ['monologue 45-48']],
  ])('%s', (_, parts, seen) => {
    expect(inWords(play(parts))).toEqual(seen)
  })

  test('what was before a lost line is not counted', () => {
    expect(play([user(40), { seconds: 3, lost: true }, user(40)])).toEqual([])
    expect(play([partner(5), waits(5), { seconds: 3, lost: true }, waits(6)])).toEqual([])
  })
})

test('whatever happens, hints are brief, apart, and none comes again within three minutes', () => {
  const part = fc.record({
    seconds: fc.integer({ min: 1, max: 90 }),
    says: fc.constantFrom('user', 'partner', 'both', 'nobody'),
    finished: fc.boolean(),
    asksNothing: fc.boolean(),
    held: fc.boolean(),
    lost: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), fc.integer({ min: 1, max: 60 }), (parts, minutes) => {
      const seen = play(parts, minutes)
      for (const [index, { hint, fromS, toS }] of seen.entries()) {
        expect(toS - fromS).toBeLessThanOrEqual(10)
        const before = seen.slice(0, index)
        for (const one of before) expect(fromS - one.toS).toBeGreaterThanOrEqual(20)
        for (const same of before.filter((one) => one.hint === hint)) {
          expect(fromS - same.fromS).toBeGreaterThanOrEqual(180)
        }
      }
    }),
  )
})
