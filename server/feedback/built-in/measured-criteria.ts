import type { Delivery } from '../../../shared/delivery.ts'
import type { Judgement, Quote } from '../evaluator.ts'
import type { BuiltInWords } from './built-in-words.ts'
import type { TalkFacts } from './talk-facts.ts'

/** The criteria of a rubric that can be judged by counting, by their key. */
const measuredKeys = ['opening', 'needs', 'listening', 'close'] as const
export type MeasuredKey = (typeof measuredKeys)[number]

export const isMeasured = (key: string): key is MeasuredKey =>
  measuredKeys.some((measured) => measured === key)

type JudgedCriterion = Judgement['criteria'][number]

const MAX_QUOTES = 3
/** Who wants to learn something speaks for about half of the time or less; beyond three quarters it is a lecture. */
const SHARES: readonly [upTo: number, points: number][] = [
  [0.55, 40],
  [0.65, 25],
  [0.75, 10],
]

/** Points for what was counted; a comment that says what that was. */
export function measuredCriterion(
  key: MeasuredKey,
  facts: TalkFacts,
  delivery: Delivery | undefined,
  words: BuiltInWords,
): JudgedCriterion {
  switch (key) {
    case 'opening': {
      const greeting = facts.greetings.length > 0
      const courtesy = facts.courtesies.length > 0
      const score = (greeting ? 60 : 0) + (courtesy ? 40 : 0)
      return judged(key, score, words.opening({ greeting, courtesy }), [
        ...facts.greetings,
        ...facts.courtesies,
      ])
    }
    case 'needs': {
      const { questions, openQuestions } = facts
      const score = Math.min(45, 15 * questions.length) + Math.min(55, 20 * openQuestions.length)
      return judged(key, score, words.needs(questions.length, openQuestions.length), [
        ...openQuestions,
        ...questions,
      ])
    }
    case 'listening': {
      const { userShare, acknowledgements } = facts
      const cutIns = delivery?.interruptions?.byUser
      const score = soundPoints(userShare, cutIns) + Math.min(40, 20 * acknowledgements.length)
      const comment = words.listening(Math.round(userShare * 100), cutIns, acknowledgements.length)
      return judged(key, score, comment, acknowledgements)
    }
    case 'close': {
      const nextStep = facts.nextSteps.length > 0
      const agreement = facts.isBooked || facts.agreements.length > 0
      const farewell = facts.farewells.length > 0
      const score = (nextStep ? 40 : 0) + (agreement ? 40 : 0) + (farewell ? 20 : 0)
      const comment = words.close({ nextStep, agreement, farewell })
      return judged(key, score, facts.isBooked ? `${comment}${words.booked}` : comment, [
        ...facts.nextSteps.slice(-2),
        ...facts.farewells,
      ])
    }
  }
}

/** What can be heard of listening without a word: 60 points at most. */
function soundPoints(userShare: number, cutIns = 0): number {
  const byShare = SHARES.find(([upTo]) => userShare <= upTo)?.[1] ?? 0
  return byShare + Math.max(0, 20 - 10 * cutIns)
}
const MAX_SOUND_POINTS = 60

/** The one criterion that sound alone tells something of, for where nobody made out the words. */
export function listeningBySound(
  { userShare }: TalkFacts,
  delivery: Delivery | undefined,
  words: BuiltInWords,
): JudgedCriterion {
  const cutIns = delivery?.interruptions?.byUser
  const score = Math.round((soundPoints(userShare, cutIns) / MAX_SOUND_POINTS) * 100)
  return judged('listening', score, words.listeningBySound(Math.round(userShare * 100), cutIns), [])
}

function judged(key: string, score: number, comment: string, quotes: readonly Quote[]): JudgedCriterion {
  return { key, score, comment, quotes: quotes.slice(0, MAX_QUOTES) }
}
