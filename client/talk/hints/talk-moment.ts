import { questionCues } from '../../../shared/question-cues.ts'
import type { Locale, ScenarioView } from '../../../shared/scenario.ts'
import type { Role } from '../../../shared/turn.ts'
import { isUnheard } from '../../../shared/unheard-words.ts'
import type { CallSnapshot, Caption } from '../../sdk/call-state.ts'

/** What a hint is decided by: a talk as it stands at one moment. */
export interface TalkMoment {
  /** ms from the talk's start. */
  atMs: number
  speaking: Readonly<Record<Role, boolean>>
  /** The last word was the partner's, and they were heard to the end. */
  partnerHasFinished: boolean
  /** The user's last `TURNS_WITHOUT_QUESTION` turns can be read, and none of them asks anything. */
  asksNothing: boolean
  /** Of the time that a good talk in this scenario takes, how much has passed: 1 is all of it. */
  timeShare: number
}

/** About two minutes of a talk. */
const TURNS_WITHOUT_QUESTION = 5

/** What is shorter is a nod, in characters: neither a turn in which to ask nor one in which it was forgotten. */
const shortestTurn: Readonly<Record<Locale, number>> = { 'ja-JP': 8, 'en-US': 16 }

/**
 * @param elapsedMs ms from the talk's start
 * @returns undefined where nothing can be said of it: before and after the talk, and while its news are held up
 */
export function momentOf(
  call: CallSnapshot,
  elapsedMs: number,
  { minutes, locale }: Pick<ScenarioView, 'minutes' | 'locale'>,
): TalkMoment | undefined {
  if (call.state !== 'live' || call.links.signalling === 'down') return undefined
  const { captions, speaking } = call
  const newest = captions.at(-1)
  return {
    atMs: elapsedMs,
    speaking,
    partnerHasFinished: newest?.role === 'partner' && newest.final && newest.heardMs === undefined,
    asksNothing: asksNothing(captions, locale),
    timeShare: elapsedMs / (minutes * 60_000),
  }
}

function asksNothing(captions: readonly Caption[], locale: Locale): boolean {
  let turns = 0
  // From the newest back to where it is decided, which in a long talk is not far.
  for (let at = captions.length - 1; at >= 0 && turns < TURNS_WITHOUT_QUESTION; at--) {
    const caption = captions[at]
    if (caption?.role !== 'user') continue
    const { text, final } = caption
    // Words that nobody made out may have been a question.
    if (isUnheard(text) || questionCues[locale].test(text)) return false
    if (final && text.trim().length >= shortestTurn[locale]) turns++
  }
  return turns === TURNS_WITHOUT_QUESTION
}
