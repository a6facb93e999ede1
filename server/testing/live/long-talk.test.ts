import { expect, it } from 'vitest'
import { killTalks } from './killed-talks.ts'
import { holdLongTalk } from './long-talk.ts'

const MINUTE_MS = 60_000
/** Seconds on a machine with nothing else to do; the clock of the talk waits for one that is busy. */
const TIMEOUT_MS = 240_000

it('goes on over many connections and a cut, and no word is lost, said twice or cut in two', {
  timeout: TIMEOUT_MS,
}, async () => {
  const talk = await holdLongTalk({
    talkMs: 3 * MINUTE_MS,
    speed: 60,
    goAwayEveryMs: 0.6 * MINUTE_MS,
    cutAtMs: 1.5 * MINUTE_MS,
  })
  expect(talk).toMatchObject({
    answers: talk.utterances,
    faults: { lost: [], repeated: [], damaged: [] },
    repeatedLines: [],
    greetings: 1,
    endReason: undefined,
  })
  expect(talk.utterances).toBeGreaterThan(18)
  const planned = talk.rotations.filter((rotation) => rotation.planned)
  expect(planned.length).toBeGreaterThanOrEqual(3)
  expect(talk.rotations).toHaveLength(planned.length + 1)
  expect(planned.filter(({ midSentence }) => midSentence)).toEqual([])
})

it('leaves nothing behind when it is killed at a random moment, whatever is wrong with the service', {
  timeout: TIMEOUT_MS,
}, async () => {
  const { live, left } = await killTalks({ talks: 12, atOnce: 6, speed: 40 })
  expect(live).toBeGreaterThan(5)
  expect(left).toEqual({
    sockets: 0,
    timers: 0,
    listeners: 0,
    talks: 0,
  })
})
