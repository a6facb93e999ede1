import { type Floor, nextFloor } from './floor.ts'
import { type Hint, hints } from './hint.ts'
import type { TalkMoment } from './talk-moment.ts'

/** Which hint is seen, and what decides on the next one. Times are ms from the talk's start. */
export interface HintState {
  shown: { hint: Hint; sinceMs: number } | undefined
  /** undefined where nothing is known of it. */
  floor: Floor | undefined
  /** When each was last begun. */
  begunAtMs: Readonly<Partial<Record<Hint, number>>>
  /** No hint comes before that. */
  calmUntilMs: number
}

export const noHints: HintState = { shown: undefined, floor: undefined, begunAtMs: {}, calmUntilMs: 0 }

/** Read twice without haste. */
const SHOW_MS = 10_000
/** From the end of one to the next: a hint is an exception. */
const CALM_MS = 20_000
const SAME_AGAIN_MS = 180_000

const MONOLOGUE_MS = 45_000
const SILENCE_MS = 7_000
const GOAL_TIME_SHARE = 2 / 3

interface Reason {
  begins: (moment: TalkMoment, floor: Floor) => boolean
  /** Whether what has begun is still so. */
  holds: (moment: TalkMoment, floor: Floor) => boolean
  againAfterMs: number
}

const reasons: Readonly<Record<Hint, Reason>> = {
  monologue: {
    begins: ({ atMs, speaking }, floor) =>
      speaking.user && floor.holder === 'user' && atMs - floor.sinceMs >= MONOLOGUE_MS,
    holds: (_, floor) => floor.holder === 'user',
    againAfterMs: SAME_AGAIN_MS,
  },
  goal: {
    // Past its usual time a talk may well have come to the goal and beyond it, which nobody knows here.
    begins: ({ timeShare }, floor) =>
      floor.holder !== 'user' && timeShare >= GOAL_TIME_SHARE && timeShare < 1,
    holds: () => true,
    againAfterMs: Number.POSITIVE_INFINITY,
  },
  silence: {
    begins: ({ atMs, partnerHasFinished }, floor) =>
      partnerHasFinished && floor.holder === 'nobody' && atMs - floor.sinceMs >= SILENCE_MS,
    holds: ({ partnerHasFinished }, floor) => partnerHasFinished && floor.holder === 'nobody',
    againAfterMs: SAME_AGAIN_MS,
  },
  question: {
    begins: ({ asksNothing }, floor) => asksNothing && floor.holder !== 'user',
    holds: ({ asksNothing }) => asksNothing,
    againAfterMs: SAME_AGAIN_MS,
  },
}

/**
 * What is seen a moment later: one hint at most, for some seconds, and only while there is a reason for it.
 * @param moment undefined where nothing can be said of the talk; then there is no hint, and nothing is known of before
 * @param held no hint is wanted, or the user is told something that matters more
 */
export function nextHintState(state: HintState, moment: TalkMoment | undefined, held: boolean): HintState {
  if (!moment) return { ...state, shown: undefined, floor: undefined }
  const { shown, begunAtMs } = state
  const { atMs } = moment
  const floor = nextFloor(state.floor, moment)
  if (shown) {
    const stays = !held && atMs - shown.sinceMs < SHOW_MS && reasons[shown.hint].holds(moment, floor)
    if (stays) return { ...state, floor }
    return { ...state, floor, shown: undefined, calmUntilMs: atMs + CALM_MS }
  }
  const due =
    held || atMs < state.calmUntilMs ? undefined : hints.find((hint) => isDue(hint, moment, floor, begunAtMs))
  if (!due) return { ...state, floor }
  return { ...state, floor, shown: { hint: due, sinceMs: atMs }, begunAtMs: { ...begunAtMs, [due]: atMs } }
}

function isDue(hint: Hint, moment: TalkMoment, floor: Floor, begunAtMs: HintState['begunAtMs']): boolean {
  const { begins, againAfterMs } = reasons[hint]
  const beganAtMs = begunAtMs[hint]
  const isFresh = beganAtMs === undefined || moment.atMs - beganAtMs >= againAfterMs
  return isFresh && begins(moment, floor)
}
