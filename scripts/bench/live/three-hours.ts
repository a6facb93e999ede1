import { holdLongTalk } from '../../../server/testing/live/long-talk.ts'
import { type Measurement, quantile } from '../measurement.ts'

const MINUTE_MS = 60_000
const TALK_MS = 180 * MINUTE_MS
const SPEED = 60
const MAX_GAP_MS = 300
/** The record of some thousand turns, which is kept on purpose, and what one measurement differs from another. */
const MAX_GROWTH_MB = 10
const TELL_EVERY_MS = 10 * MINUTE_MS

/** A talk of three hours: a connection every ten minutes, one of them cut off, and no word lost or said twice. */
export async function threeHours(): Promise<Measurement[]> {
  let toldMs = 0
  const talk = await holdLongTalk({
    talkMs: TALK_MS,
    speed: SPEED,
    goAwayEveryMs: 10 * MINUTE_MS,
    cutAtMs: 58 * MINUTE_MS,
    onProgress(talkedMs) {
      if (talkedMs - toldMs < TELL_EVERY_MS) return
      toldMs = talkedMs
      process.stderr.write(`talked for ${Math.round(talkedMs / MINUTE_MS)} min\n`)
    },
  })
  const planned = talk.rotations.filter((rotation) => rotation.planned)
  const unplanned = talk.rotations.filter((rotation) => !rotation.planned)
  const gaps = planned.map(({ gapMs }) => gapMs)
  const { lost, repeated, damaged } = talk.faults
  const none = { atMost: 0 }
  return [
    {
      name: 'talked for',
      value: talk.talkedMs / MINUTE_MS,
      unit: 'min',
      target: { atLeast: TALK_MS / MINUTE_MS },
    },
    { name: 'speed', value: talk.talkedMs / talk.wallMs, unit: 'times' },
    { name: 'utterances of the user', value: talk.utterances, unit: '' },
    { name: 'of them lost to the model', value: lost.length, unit: '', target: none },
    { name: 'of them heard in part', value: damaged.length, unit: '', target: none },
    { name: 'of them heard twice', value: repeated.length, unit: '', target: none },
    { name: 'of them not answered', value: talk.utterances - talk.answers, unit: '', target: none },
    { name: 'lines of the partner told twice', value: talk.repeatedLines.length, unit: '', target: none },
    { name: 'greetings', value: talk.greetings, unit: '', target: { atMost: 1 } },
    { name: 'planned rotations', value: planned.length, unit: '', target: { atLeast: 16 } },
    {
      name: 'of them in mid-sentence',
      value: planned.filter((each) => each.midSentence).length,
      unit: '',
      target: none,
    },
    { name: 'gap at a rotation p50', value: quantile(gaps, 0.5), unit: 'ms' },
    {
      name: 'gap at a rotation, longest',
      value: Math.max(...gaps),
      unit: 'ms',
      target: { atMost: MAX_GAP_MS },
    },
    {
      name: 'the same by the wall clock',
      value: Math.max(...planned.map(({ gapWallMs }) => gapWallMs)),
      unit: 'ms',
    },
    { name: 'gap after the cut', value: Math.max(...unplanned.map(({ gapMs }) => gapMs)), unit: 'ms' },
    ...['at the start', 'in the middle', 'at the end'].flatMap((when, i) => [
      { name: `heap ${when}`, value: talk.memory[i]?.heapMb ?? Number.NaN, unit: 'MB' },
      { name: `RSS ${when}`, value: talk.memory[i]?.rssMb ?? Number.NaN, unit: 'MB' },
    ]),
    {
      name: 'growth of the heap from start to end',
      value: (talk.memory.at(-1)?.heapMb ?? Number.NaN) - (talk.memory[0]?.heapMb ?? Number.NaN),
      unit: 'MB',
      target: { atMost: MAX_GROWTH_MB },
    },
  ]
}
