import type { ToolUse } from '../../../shared/talk.ts'
import type { Turn } from '../../../shared/turn.ts'
import type { EvaluationInput, Quote } from '../evaluator.ts'
import { quotableText, weightOf } from '../evidence/quotable-text.ts'
import { goalWords } from './goal-words.ts'
import { talkCues } from './talk-cues.ts'

/** What can be counted in a talk, each thing with the sentences that show it. */
export interface TalkFacts {
  greetings: Quote[]
  courtesies: Quote[]
  questions: Quote[]
  openQuestions: Quote[]
  acknowledgements: Quote[]
  nextSteps: Quote[]
  /** The partner's words of agreement after the user named a next step. */
  agreements: Quote[]
  farewells: Quote[]
  /** Words of the goal that the user said, and where. */
  goalWords: { all: string[]; said: { word: string; quote: Quote }[] }
  /** The partner put an appointment into the calendar. */
  isBooked: boolean
  /** The user's share of the speaking, by time where it was measured and by letters where not. */
  userShare: number
}

/** The user's first turns: a greeting later is none. */
const OPENING_TURNS = 2
const CLOSING_TURNS = 2
const BOOKING_TOOL = 'book_appointment'

export function talkFacts({ scenario, turns, tools, delivery }: EvaluationInput): TalkFacts {
  const cues = talkCues[scenario.locale]
  const said = turns.filter((turn) => turn.text.trim() !== '')
  const users = said.filter((turn) => turn.role === 'user')
  const sentences = sentencesOf(users)
  const questions = sentences.filter(has(cues.question))
  const nextSteps = sentences.filter(has(cues.nextStep))
  const firstStep = said.findIndex((turn) => turn.id === nextSteps[0]?.turnId)
  const answers = firstStep < 0 ? [] : said.slice(firstStep + 1).filter((turn) => turn.role === 'partner')
  const opening = sentencesOf(users.slice(0, OPENING_TURNS))
  return {
    greetings: opening.filter(has(cues.greeting)),
    courtesies: opening.filter(has(cues.courtesy)),
    questions,
    openQuestions: questions.filter(has(cues.openQuestion)),
    acknowledgements: sentences.filter(has(cues.acknowledgement)),
    nextSteps,
    agreements: sentencesOf(answers).filter(has(cues.agreement)),
    farewells: sentencesOf(users.slice(-CLOSING_TURNS)).filter(has(cues.farewell)),
    goalWords: goalWordsSaid(goalWords(scenario.goal, scenario.locale), sentences),
    isBooked: tools.some(isBooking),
    userShare: delivery?.speakingShare?.user ?? shareByLetters(said),
  }
}

const has =
  (cue: RegExp) =>
  ({ quote }: Quote) =>
    cue.test(quote)

function isBooking({ name, result }: ToolUse): boolean {
  const isFailure = typeof result === 'object' && result !== null && 'error' in result
  return name === BOOKING_TOOL && result !== undefined && !isFailure
}

function goalWordsSaid(all: string[], sentences: readonly Quote[]): TalkFacts['goalWords'] {
  const said = all.flatMap((word) => {
    const quote = sentences.find((sentence) => sentence.quote.normalize('NFKC').toLowerCase().includes(word))
    return quote ? [{ word, quote }] : []
  })
  return { all, said }
}

/** Too short a sentence proves nothing by itself, so the whole turn is quoted in its place. */
const MIN_SENTENCE_WEIGHT = 12

function sentencesOf(turns: readonly Turn[]): Quote[] {
  return turns.flatMap(({ id, text }) =>
    (text.match(/[^。．！？!?.]+(?:[。．！？!?.]+|$)/gu) ?? [text])
      .map((sentence) => sentence.trim())
      .filter((sentence) => sentence !== '')
      .map((sentence) => {
        const isShort = weightOf(quotableText(sentence).compared) < MIN_SENTENCE_WEIGHT
        return { turnId: id, quote: isShort ? text.trim() : sentence }
      })
      .filter((quote, at, all) => all.findIndex((other) => other.quote === quote.quote) === at),
  )
}

function shareByLetters(said: readonly Turn[]): number {
  const letters = (role: Turn['role']) =>
    said.filter((turn) => turn.role === role).reduce((sum, { text }) => sum + text.length, 0)
  const [user, partner] = [letters('user'), letters('partner')]
  return user + partner === 0 ? 0 : user / (user + partner)
}
