import type { Delivery } from '../../../shared/delivery.ts'
import type { Scenario } from '../../../shared/scenario.ts'
import type { Turn } from '../../../shared/turn.ts'
import { isUnheard } from '../../../shared/unheard-words.ts'
import type { EvaluationInput, EvaluationOptions, Evaluator, Judgement } from '../evaluator.ts'
import { type BuiltInWords, builtInWords } from './built-in-words.ts'
import { isMeasured, listeningBySound, measuredCriterion } from './measured-criteria.ts'
import { type TalkFacts, talkFacts } from './talk-facts.ts'

/** From here on a measured criterion is a strength; below the other it is something to work on. */
const STRONG = 75
const WEAK = 60
/** About one in ten seconds: listeners begin to notice. */
const MANY_FILLERS_A_MINUTE = 6
/** A contribution that an adviser would cut in two. */
const LONG_MONOLOGUE_MS = 45_000

/**
 * Judges without any model: by what can be counted and measured, the same every time. What it cannot judge it says
 * so of, and gives no score.
 */
export class BuiltInEvaluator implements Evaluator {
  async evaluate(input: EvaluationInput, { signal, onProgress }: EvaluationOptions): Promise<Judgement> {
    signal.throwIfAborted()
    const { scenario, turns, delivery } = input
    const words = builtInWords[scenario.locale]
    if (turns.length === 0) return unheard(scenario, words, words.cannotListen)
    onProgress({ stage: 'judging', share: 0 })
    const facts = talkFacts(input)
    if (areWordsUnheard(turns)) {
      const summary = words.cannotUnderstand(Math.round(facts.userShare * 100))
      const nothing = unheard(scenario, words, summary)
      return {
        ...nothing,
        outcome: outcomeOf(facts, words),
        criteria: nothing.criteria.map((criterion) =>
          criterion.key === 'listening' ? listeningBySound(facts, delivery, words) : criterion,
        ),
        improvements: deliveryRemarks(delivery, words),
      }
    }
    const criteria = scenario.rubric.map(({ key }) =>
      isMeasured(key)
        ? measuredCriterion(key, facts, delivery, words)
        : { key, score: null, comment: words.cannotJudge, quotes: [] },
    )
    const measured = criteria.filter(({ score }) => score !== null)
    onProgress({ stage: 'judging', share: 1 })
    return {
      model: 'built-in',
      outcome: outcomeOf(facts, words),
      criteria,
      strengths: measured
        .filter(({ score }) => (score ?? 0) >= STRONG)
        .map(({ comment, quotes }) => ({ point: comment, quotes })),
      improvements: [
        ...measured
          .filter(({ score }) => (score ?? 0) < WEAK)
          .map(({ key, comment, quotes }) => ({
            point: comment,
            betterWording: isMeasured(key) ? words.better[key] : undefined,
            quotes,
          })),
        ...deliveryRemarks(delivery, words),
      ],
      summary: words.summary({
        questions: facts.questions.length,
        sharePercent: Math.round(facts.userShare * 100),
        judged: measured.length,
        all: criteria.length,
      }),
      notices: [words.notice],
    }
  }
}

/** Of what was said too little was made out to count anything in it. */
function areWordsUnheard(turns: readonly Turn[]): boolean {
  const users = turns.filter(({ role }) => role === 'user')
  return users.filter(({ text }) => isUnheard(text)).length * 2 > users.length
}

/** Without words there is nothing to count: a score would punish the user for it. */
function unheard({ rubric }: Scenario, words: BuiltInWords, summary: string): Judgement {
  return {
    model: 'built-in',
    outcome: { isGoalReached: null, comment: words.goalUnknown, quotes: [] },
    criteria: rubric.map(({ key }) => ({ key, score: null, comment: words.cannotJudge, quotes: [] })),
    strengths: [],
    improvements: [],
    summary,
    notices: [words.notice],
  }
}

function outcomeOf({ isBooked, goalWords }: TalkFacts, words: BuiltInWords): Judgement['outcome'] {
  const said = goalWords.said.map(({ word }) => word)
  const covered = words.goalWords(said, goalWords.all.length)
  return {
    // An appointment is what every scenario with a calendar is about; without one nobody can tell by counting.
    isGoalReached: isBooked ? true : null,
    comment: [isBooked ? words.booked : words.goalUnknown, covered].filter((part) => part !== '').join(' '),
    quotes: goalWords.said.slice(0, 3).map(({ quote }) => quote),
  }
}

function deliveryRemarks(delivery: Delivery | undefined, words: BuiltInWords): Judgement['improvements'] {
  const { fillers, longestMonologue } = delivery ?? {}
  const remarks = []
  if (fillers?.perMinute !== undefined && fillers.perMinute > MANY_FILLERS_A_MINUTE)
    remarks.push({
      point: words.fillers(fillers.count, fillers.perMinute),
      betterWording: words.fillersBetter,
      quotes: [],
    })
  if (longestMonologue?.role === 'user' && longestMonologue.durationMs > LONG_MONOLOGUE_MS)
    remarks.push({
      point: words.monologue(Math.round(longestMonologue.durationMs / 1000)),
      betterWording: words.monologueBetter,
      quotes: [],
    })
  return remarks
}
