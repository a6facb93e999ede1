import { describe, expect, it } from 'vitest'
import { livePolicy } from './live-policy.ts'
import { type ConversationFacts, nextStep, type WatchStep } from './live-watch.ts'

const minute = 60_000

/** A quiet moment, long after the last turn. */
const quiet: ConversationFacts = {
  nowMs: 9 * minute,
  userSpeaks: false,
  partnerSounds: false,
  turn: 'none',
  lastSignAtMs: 0,
  due: undefined,
  nudgedAtMs: undefined,
  cutShort: false,
  toolPending: false,
  covered: true,
  connectedAtMs: 0,
  endsAtMs: undefined,
  suspect: false,
}
const ago = (ms: number) => quiet.nowMs - ms
const due = (ms: number) => ({ sinceMs: ago(ms), hereSinceMs: ago(ms) })
const going = { endsAtMs: quiet.nowMs + 50_000 }
const ending = { endsAtMs: quiet.nowMs + 4_900 }

const table: [string, Partial<ConversationFacts>, WatchStep][] = [
  ['nothing is amiss', {}, 'nothing'],
  ['the service goes away', going, 'rotate'],
  ['… and the user speaks', { ...going, userSpeaks: true }, 'nothing'],
  ['… and the partner is heard', { ...going, partnerSounds: true }, 'nothing'],
  ['… and the partner’s turn is open', { ...going, turn: 'open', lastSignAtMs: ago(100) }, 'nothing'],
  ['… and an answer is due', { ...going, due: due(100) }, 'nothing'],
  ['… and a tool works', { ...going, toolPending: true }, 'nothing'],
  ['… and the handle is an old one', { ...going, covered: false }, 'nothing'],
  ['… in 5 s, and the user speaks', { ...ending, userSpeaks: true }, 'rotate'],
  ['… in 5 s, and a tool works', { ...ending, toolPending: true }, 'rotate'],
  ['the connection is old', { connectedAtMs: ago(45 * minute) }, 'rotate'],
  ['… and the user speaks', { connectedAtMs: ago(45 * minute), userSpeaks: true }, 'nothing'],
  ['… too old to wait', { connectedAtMs: ago(50 * minute), userSpeaks: true }, 'rotate'],
  ['the service misbehaves', { suspect: true }, 'rotate'],
  ['an answer is due for 2.2 s', { due: due(2_200) }, 'nothing'],
  ['… for 2.3 s', { due: due(2_300) }, 'nudgeAnswer'],
  ['… for 2.3 s, but the user speaks again', { due: due(2_300), userSpeaks: true }, 'nothing'],
  ['… for 2.3 s, but the partner is heard', { due: due(2_300), partnerSounds: true }, 'nothing'],
  ['… for 2.3 s, but a tool works', { due: due(2_300), toolPending: true }, 'nothing'],
  ['… and the model was asked just now', { due: due(3_300), nudgedAtMs: ago(1_000) }, 'nothing'],
  ['… and the model was asked in vain', { due: due(3_500), nudgedAtMs: ago(1_200) }, 'renew'],
  ['… on a new connection', { due: { sinceMs: ago(9_000), hereSinceMs: ago(500) } }, 'nothing'],
  ['… for 30 s', { due: due(30_000) }, 'giveUp'],
  ['a turn halts for 2.3 s', { turn: 'open', lastSignAtMs: ago(2_300) }, 'nudgeGoOn'],
  [
    '… while what came of it plays',
    { turn: 'open', lastSignAtMs: ago(2_300), partnerSounds: true },
    'nothing',
  ],
  ['… and asking did not help', { turn: 'open', lastSignAtMs: ago(3_500), nudgedAtMs: ago(1_200) }, 'renew'],
  ['a turn is made and not completed', { turn: 'generated', lastSignAtMs: ago(2_300) }, 'completeTurn'],
  ['a turn was cut short', { cutShort: true }, 'nudgeGoOn'],
  ['… and still plays', { cutShort: true, partnerSounds: true }, 'nothing'],
]

describe('when', () => {
  it.each(table)('%s', (_words, facts, step) => {
    expect(nextStep({ ...quiet, ...facts }, livePolicy)).toBe(step)
  })
})
