import type { Delivery } from '../../../shared/delivery.ts'
import type { Role, Turn } from '../../../shared/turn.ts'
import { coveredMs, lengthMs, overlapMs, type Span } from './span.ts'

/** When each side spoke. */
export type Speech = Record<Role, readonly Span[]>

/** Both sides overlap by this much at many changes of turn, and nobody minds. */
const OVERLAP_MS = 300
/** A nod ("yes", "はい") is shorter. */
const NOD_MS = 1_000
/** Who is cut short falls silent within this time. */
const YIELD_MS = 1_500
/** With a longer silence in between it is two contributions. */
const MONOLOGUE_GAP_MS = 3_000
/** A turn's times and its sound are measured in two places; they need not agree better than this. */
const TURN_SLACK_MS = 700

const otherOf = (role: Role): Role => (role === 'user' ? 'partner' : 'user')

/** How long the user took to answer each of the partner's turns. Turns in which they cut in are left out. */
export function responseDelays(turns: readonly Turn[], speech: Speech): Delivery['responseDelays'] {
  const delays: { turnId: string; delayMs: number }[] = []
  for (const [at, turn] of turns.entries()) {
    const before = turns[at - 1]
    if (turn.role !== 'user' || before?.role !== 'partner') continue
    const answer = firstWithin(speech.user, turn)
    const asked = speech.partner.findLast((span) => span.startMs < (answer?.startMs ?? 0))
    if (!answer || !asked) continue
    const delayMs = answer.startMs - asked.endMs
    if (delayMs > -OVERLAP_MS) delays.push({ turnId: turn.id, delayMs: Math.max(0, Math.round(delayMs)) })
  }
  const sorted = delays.map(({ delayMs }) => delayMs).sort((one, other) => one - other)
  const [medianMs, longestMs] = [median(sorted), sorted.at(-1)]
  return {
    ...(medianMs === undefined ? {} : { medianMs }),
    ...(longestMs === undefined ? {} : { longestMs }),
    turns: delays,
  }
}

/** The longest time that one side held the floor: pauses and the other's nods do not end it. */
export function longestMonologue(speech: Speech): Delivery['longestMonologue'] {
  let longest: Delivery['longestMonologue']
  for (const role of ['user', 'partner'] as const) {
    for (const held of floorsHeld(speech[role], speech[otherOf(role)])) {
      const durationMs = Math.round(lengthMs(held))
      if (durationMs > (longest?.durationMs ?? 0))
        longest = { role, startMs: Math.round(held.startMs), durationMs }
    }
  }
  return longest
}

function floorsHeld(own: readonly Span[], other: readonly Span[]): Span[] {
  const answers = other.filter((span) => lengthMs(span) >= NOD_MS)
  const held: Span[] = []
  for (const span of own) {
    const last = held.at(-1)
    const between = last && { startMs: last.endMs, endMs: span.startMs }
    const goesOn = between && lengthMs(between) <= MONOLOGUE_GAP_MS && coveredMs(between, answers) === 0
    if (goesOn) last.endMs = span.endMs
    else held.push({ ...span })
  }
  return held
}

/**
 * How often each side cut the other short. The record knows it of the partner's turns, by `heardMs`; for the rest
 * the sound tells: somebody begins while the other speaks, who then falls silent, and goes on for more than a nod.
 */
export function interruptions(turns: readonly Turn[], speech: Speech): { byUser: number; byPartner: number } {
  const cutShort = turns.filter((turn) => turn.heardMs !== undefined).length
  return {
    byUser: cutShort > 0 ? cutShort : cutIns(speech.user, speech.partner),
    byPartner: cutIns(speech.partner, speech.user),
  }
}

function cutIns(cutting: readonly Span[], cut: readonly Span[]): number {
  return cut.filter((victim) =>
    cutting.some(
      (span) =>
        span.startMs >= victim.startMs + OVERLAP_MS &&
        overlapMs(span, victim) >= OVERLAP_MS &&
        victim.endMs - span.startMs <= YIELD_MS &&
        span.endMs - victim.endMs >= NOD_MS,
    ),
  ).length
}

function firstWithin(spans: readonly Span[], turn: Turn): Span | undefined {
  return spans.find(
    ({ startMs, endMs }) =>
      endMs > turn.startMs - TURN_SLACK_MS &&
      startMs < turn.endMs + TURN_SLACK_MS &&
      startMs >= turn.startMs - TURN_SLACK_MS,
  )
}

function median(sorted: readonly number[]): number | undefined {
  const middle = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return low === undefined || high === undefined ? undefined : Math.round((low + high) / 2)
}
