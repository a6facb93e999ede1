import type { Evidence } from '../../../shared/feedback.ts'
import type { Role, Turn } from '../../../shared/turn.ts'
import { once } from '../../audio/once.ts'
import type { Quote } from '../evaluator.ts'
import { findQuote, type QuotableText, quotableText, weightOf } from './quotable-text.ts'

/** Four Japanese characters or eight Latin letters: less is said in any talk, and so shows nothing. */
const MIN_QUOTE_WEIGHT = 8

interface QuotableTurn {
  turn: Turn
  /** Made when it is first looked at: most quotes are in the turn that was named. */
  text: () => QuotableText
}

/** Holds the quotes of an evaluator against what was said, and counts those that nobody said. */
export class EvidenceCheck {
  readonly #turns: readonly QuotableTurn[]
  #dropped = 0

  constructor(turns: readonly Turn[]) {
    this.#turns = turns.map((turn) => ({ turn, text: once(() => quotableText(turn.text)) }))
  }

  /** Quotes that were too short or that nobody said (or, where the speaker matters, somebody else). */
  get dropped(): number {
    return this.#dropped
  }

  /**
   * The quotes that were said, each once, as they stand in the transcript.
   * @param speaker whose words they have to be; anybody's when left out
   */
  proven(quotes: readonly Quote[], speaker?: Role): Evidence[] {
    const found = new Map<string, Evidence>()
    for (const quote of quotes) {
      const evidence = this.#find(quote, speaker)
      if (evidence) found.set(`${evidence.turnId}\n${evidence.quote}`, evidence)
      else this.#dropped++
    }
    return [...found.values()]
  }

  #find({ turnId, quote }: Quote, speaker: Role | undefined): Evidence | undefined {
    const sought = quotableText(quote)
    if (weightOf(sought.compared) < MIN_QUOTE_WEIGHT) return undefined
    // The turn that the evaluator names comes first: the same words may have been said more than once.
    const named = this.#turns.filter(({ turn }) => turn.id === turnId)
    for (const { turn, text } of [...named, ...this.#turns]) {
      if (speaker && turn.role !== speaker) continue
      const words = findQuote(text(), sought)
      if (words !== undefined) return { turnId: turn.id, quote: words, startMs: turn.startMs }
    }
    return undefined
  }
}
