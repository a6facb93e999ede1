import type { LivePolicy } from './live-policy.ts'

/** How a conversation stands while it has a connection. Times are ms by the conversation's clock. */
export interface ConversationFacts {
  nowMs: number
  userSpeaks: boolean
  /** The partner is heard, or what they said waits to be. */
  partnerSounds: boolean
  /** The model's turn: `generated` when all of it is made and only its end is not told yet. */
  turn: 'none' | 'open' | 'generated'
  /** When the model was last heard of in this turn, or its sound. */
  lastSignAtMs: number
  /** Since when the user waits for an answer, and since when this connection has had the chance to give it. */
  due: { sinceMs: number; hereSinceMs: number } | undefined
  /** When the model was last nudged; undefined once it has spoken since. */
  nudgedAtMs: number | undefined
  /** The last turn broke off in mid-sentence. */
  cutShort: boolean
  /** A call of the model's is not yet answered. */
  toolPending: boolean
  /** The newest handle stands for all that was said. */
  covered: boolean
  connectedAtMs: number
  /** When the service will end the connection, if it has said so. */
  endsAtMs: number | undefined
  /** The service misbehaves; a new connection may mend it. */
  suspect: boolean
}

/**
 * What is due now.
 * - `rotate`: a new connection, for this one will not last
 * - `nudgeAnswer`, `nudgeGoOn`: a word to the model that it answer, or go on with its turn
 * - `renew`: a new connection, for the nudge did not help
 * - `completeTurn`: the turn is over though the service has not said so
 * - `giveUp`: the model stays silent over all connections
 */
export type WatchStep =
  | 'nothing'
  | 'rotate'
  | 'nudgeAnswer'
  | 'nudgeGoOn'
  | 'renew'
  | 'completeTurn'
  | 'giveUp'

/** Pure. */
export function nextStep(facts: ConversationFacts, policy: LivePolicy): WatchStep {
  if (isOverdue(facts, policy.rotation)) return 'rotate'
  if (facts.toolPending || facts.userSpeaks) return 'nothing'
  if (facts.due) return answerStep(facts, facts.due, policy.silence)
  if (facts.partnerSounds) return 'nothing'
  if (facts.turn !== 'none') return turnStep(facts, policy.silence)
  if (facts.cutShort) return 'nudgeGoOn'
  return facts.covered && isRotationWanted(facts, policy.rotation) ? 'rotate' : 'nothing'
}

function isOverdue(facts: ConversationFacts, policy: LivePolicy['rotation']): boolean {
  const { nowMs, connectedAtMs, endsAtMs } = facts
  const isPressed = endsAtMs !== undefined && nowMs >= endsAtMs - policy.goAwayMarginMs
  return isPressed || nowMs - connectedAtMs >= policy.atLatestMs
}

function isRotationWanted(facts: ConversationFacts, policy: LivePolicy['rotation']): boolean {
  return facts.suspect || facts.endsAtMs !== undefined || facts.nowMs - facts.connectedAtMs >= policy.afterMs
}

function answerStep(
  { nowMs, nudgedAtMs, partnerSounds }: ConversationFacts,
  due: { sinceMs: number; hereSinceMs: number },
  policy: LivePolicy['silence'],
): WatchStep {
  // Somebody who still speaks will come to it.
  if (partnerSounds) return 'nothing'
  if (nowMs - due.sinceMs >= policy.limitMs) return 'giveUp'
  if (nudgedAtMs === undefined)
    return nowMs - due.hereSinceMs >= policy.nudgeAfterMs ? 'nudgeAnswer' : 'nothing'
  return nowMs - nudgedAtMs >= policy.renewAfterNudgeMs ? 'renew' : 'nothing'
}

function turnStep(
  { nowMs, nudgedAtMs, lastSignAtMs, turn }: ConversationFacts,
  policy: LivePolicy['silence'],
): WatchStep {
  if (nowMs - lastSignAtMs < policy.nudgeAfterMs) return 'nothing'
  if (turn === 'generated') return 'completeTurn'
  if (nudgedAtMs === undefined) return 'nudgeGoOn'
  return nowMs - nudgedAtMs >= policy.renewAfterNudgeMs ? 'renew' : 'nothing'
}
