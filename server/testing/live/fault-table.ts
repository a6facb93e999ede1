import type { EndReason } from '../../../shared/error-reason.ts'
import {
  duplicateTranscripts,
  earlyTurnComplete,
  emptyTurnComplete,
  phantomMidAnswer,
  stallAfterInput,
  stallMidAnswer,
} from './answer-faults.ts'
import {
  closeWith,
  goAway,
  hardCut,
  lateSetupComplete,
  phantomInterrupted,
  refuseSetup,
} from './connection-faults.ts'
import type { LiveFault } from './live-fault.ts'
import { bundledFrames, burst, slowAudio, strayFrames, textFrames } from './pace-faults.ts'

/** A fault of the service, and what is to become of the talk. */
export interface FaultCase {
  name: string
  /** By the number of the connection, from 1. */
  faults: (connection: number) => readonly LiveFault[]
  /** The talk goes on, or ends for this reason. */
  outcome: 'recovered' | EndReason
  /**
   * What the service sees of it: `silence` that must be noticed and mended, both in time; a `rotation` that may wait
   * for a quiet moment; `nothing` where there is nothing to be done.
   */
  reaction: 'silence' | 'rotation' | 'nothing'
  /** Notices that the user gets of it. */
  notices?: readonly string[]
  /** How much of the partner is heard at least. Five lines of two seconds, unless a fault keeps some of it back. */
  heardMs: number
  /** The new session does not know what the old one knew. */
  forgets?: true
}

const LINE_MS = 2_000
/** The greeting and an answer to each of the user's four utterances. */
const ALL_LINES_MS = 5 * LINE_MS

const on =
  (number: number, ...faults: LiveFault[]) =>
  (connection: number): readonly LiveFault[] =>
    connection === number ? faults : []

const onEvery =
  (...faults: LiveFault[]) =>
  () =>
    faults

/** Every connection after the first. */
const onLater =
  (...faults: LiveFault[]) =>
  (connection: number): readonly LiveFault[] =>
    connection > 1 ? faults : []

/** Several scripts, one beside the other. */
const both =
  (...scripts: ((connection: number) => readonly LiveFault[])[]) =>
  (connection: number): readonly LiveFault[] =>
    scripts.flatMap((script) => script(connection))

const recovered = (
  name: string,
  reaction: FaultCase['reaction'],
  faults: FaultCase['faults'],
  more: Partial<Pick<FaultCase, 'notices' | 'forgets' | 'heardMs'>> = {},
): FaultCase => ({
  name,
  outcome: 'recovered',
  reaction,
  faults,
  // Of a line that broke off the beginning was heard, of one that began too late for the user nothing.
  heardMs: reaction === 'nothing' ? ALL_LINES_MS : 3 * LINE_MS,
  ...more,
})

const ended = (name: string, outcome: EndReason, faults: FaultCase['faults']): FaultCase => ({
  name,
  outcome,
  reaction: 'nothing',
  faults,
  notices: [outcome],
  heardMs: 0,
})

/** After the first answer to the user: the talk has a handle, and something to remember. */
const midTalk = { afterAnswer: 2 }
/** The greeting takes two seconds, the user's breath 0.6 and words one, the model's patience 0.6. */
const whileUserSpeaks = { afterMs: 3_200 }
const whilePartnerAnswers = { afterMs: 5_500 }
const unavailable = { code: 1011, reason: 'The service is currently unavailable.' }
const internal = { code: 1011, reason: 'Internal error occurred.' }
const invalid = { code: 1007, reason: 'Request contains an invalid argument.' }
const gone = { code: 1008, reason: 'Requested entity was not found.' }
const badKey = { code: 1007, reason: 'API key not valid. Please pass a valid API key.' }
const noModel = {
  code: 1008,
  reason:
    'models/gemini-3.8-live is not found for API version v1beta, or is not supported for bidiGenerateContent.',
}
const forgets = { forgets: true, notices: ['partnerReset'] } as const

/** Every fault of the reference's list, and what becomes of a talk that meets it. */
export const faultTable: readonly FaultCase[] = [
  recovered(
    'silence after the user spoke, until it is asked',
    'silence',
    on(1, stallAfterInput({ answer: 2, until: 'typed' })),
  ),
  recovered('silence after the user spoke, for good', 'silence', on(1, stallAfterInput({ answer: 2 }))),
  recovered(
    'silence in mid-sentence, until it is asked',
    'silence',
    on(1, stallMidAnswer({ answer: 2, until: 'typed' })),
  ),
  recovered('silence in mid-sentence, for good', 'silence', on(1, stallMidAnswer({ answer: 2 }))),
  recovered(
    'an interruption by nobody after the greeting',
    'nothing',
    on(1, phantomInterrupted({ afterAnswer: 1, muted: false })),
  ),
  recovered(
    'an interruption by nobody, deaf and mute from then on',
    'silence',
    on(1, phantomInterrupted({ ...midTalk, muted: true })),
  ),
  // The sound stops at once, as for any interruption: what had come of that line and was not heard yet is gone.
  recovered('an interruption by nobody in mid-sentence', 'nothing', on(1, phantomMidAnswer({ answer: 2 })), {
    heardMs: ALL_LINES_MS - LINE_MS,
  }),
  recovered('what the user said told twice', 'nothing', onEvery(duplicateTranscripts({ of: 'user' }))),
  recovered('what the partner said told twice', 'nothing', onEvery(duplicateTranscripts({ of: 'partner' }))),
  recovered('a turn over before its sound', 'nothing', on(1, earlyTurnComplete({ answer: 2 })), {
    heardMs: 4 * LINE_MS,
  }),
  recovered('a turn over before its first word', 'silence', on(1, emptyTurnComplete({ answer: 2 }))),
  recovered('several fields in one frame', 'nothing', onEvery(bundledFrames())),
  recovered('half a minute of speech in one go', 'nothing', on(1, burst({ answer: 2, soundMs: 30_000 })), {
    heardMs: 30_000 + 4 * LINE_MS,
  }),
  recovered('sound slower than speech', 'nothing', onEvery(slowAudio({ speed: 0.7 }))),
  recovered('text frames', 'nothing', onEvery(textFrames())),
  recovered('frames that only count tokens', 'nothing', onEvery(strayFrames('usage'))),
  recovered('frames with unknown fields', 'nothing', onEvery(strayFrames('unknown'))),
  recovered('frames that are no JSON', 'nothing', onEvery(strayFrames('notJson'))),
  recovered('a setup that is taken late', 'nothing', on(1, lateSetupComplete({ delayMs: 5_000 }))),
  recovered(
    'goAway, and the end at its deadline',
    'rotation',
    on(1, goAway({ ...midTalk, timeLeftMs: 50_000, after: 'deadline' })),
  ),
  recovered(
    'goAway, then silence',
    'rotation',
    on(1, goAway({ ...midTalk, timeLeftMs: 50_000, after: 'silence' })),
  ),
  recovered(
    'goAway, with no time left',
    'rotation',
    on(1, goAway({ ...midTalk, timeLeftMs: 1_000, after: 'deadline' })),
  ),
  recovered(
    'goAway while the user speaks, with hardly any time left',
    'rotation',
    on(1, goAway({ ...whileUserSpeaks, timeLeftMs: 5_300, after: 'deadline' })),
  ),
  recovered('a cut between two sentences', 'silence', on(1, hardCut(midTalk))),
  recovered('a cut while the user speaks', 'silence', on(1, hardCut(whileUserSpeaks))),
  recovered('a cut while the partner answers', 'silence', on(1, hardCut(whilePartnerAnswers))),
  recovered('a cut before the first handle', 'silence', on(1, hardCut({ afterMs: 1_000 })), forgets),
  recovered('1011 in mid-talk', 'silence', on(1, closeWith({ ...midTalk, ...unavailable }))),
  recovered(
    '1008 at random, as around tool calls',
    'silence',
    on(
      1,
      closeWith({
        ...midTalk,
        code: 1008,
        reason: 'Operation is not implemented, or supported, or enabled.',
      }),
    ),
  ),
  recovered(
    '1012 in mid-talk',
    'silence',
    on(1, closeWith({ ...midTalk, code: 1012, reason: 'Service restart' })),
  ),
  recovered(
    'the end of a connection without goAway',
    'silence',
    on(1, closeWith({ ...midTalk, code: 1011, reason: 'Deadline expired before operation could complete.' })),
  ),
  recovered(
    'a handle refused with 1007',
    'silence',
    both(on(1, hardCut(midTalk)), onLater(refuseSetup({ ...invalid, of: 'resumed' }))),
    forgets,
  ),
  recovered(
    'a handle refused with 1008',
    'silence',
    both(on(1, hardCut(midTalk)), onLater(refuseSetup({ ...gone, of: 'resumed' }))),
    forgets,
  ),
  recovered(
    'a handle refused while the old socket is taken to be open',
    'silence',
    both(on(1, hardCut(midTalk)), on(2, refuseSetup({ ...internal, of: 'resumed' }))),
  ),
  recovered(
    'a resumption that is never taken',
    'silence',
    both(on(1, hardCut(midTalk)), on(2, lateSetupComplete({}))),
    forgets,
  ),
  ended('a setup that is never taken', 'partnerUnavailable', onEvery(lateSetupComplete({}))),
  ended('a wrong key', 'partnerRefused', onEvery(refuseSetup({ ...badKey, of: 'any' }))),
  ended('a model that is gone', 'partnerRefused', onEvery(refuseSetup({ ...noModel, of: 'any' }))),
  ended('a key that is revoked in mid-talk', 'partnerRefused', on(1, closeWith({ ...midTalk, ...badKey }))),
  ended(
    'no way back for half a minute',
    'partnerLost',
    both(on(1, hardCut(midTalk)), onLater(refuseSetup({ ...unavailable, of: 'any' }))),
  ),
]
