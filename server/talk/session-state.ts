import type { EndReason } from '../../shared/error-reason.ts'
import { LEFT_TALK_KEPT_MS } from '../../shared/left-talk.ts'

/**
 * Where a talk stands. It is live when the way to the user and the way to the partner are both open; before
 * that it connects, after it it reconnects, and once ended it stays so.
 */
export type SessionState =
  /** Nobody was told anything yet: the offer may still turn out to be none. */
  | { phase: 'offered' }
  | { phase: 'connecting'; media: boolean; partner: boolean }
  | { phase: 'live' }
  | { phase: 'reconnecting'; media: boolean; partner: boolean }
  | { phase: 'ended'; reason: EndReason }

export type SessionChange =
  | { type: 'answered' }
  | { type: 'mediaUp' }
  | { type: 'mediaDown' }
  | { type: 'partnerUp' }
  | { type: 'partnerDown' }
  | { type: 'end'; reason: EndReason }

export const initialState: SessionState = { phase: 'offered' }

/** The only way from one state to the next. What changes nothing gives the same state back. */
export function nextState(state: SessionState, change: SessionChange): SessionState {
  if (state.phase === 'ended') return state
  if (change.type === 'end') return { phase: 'ended', reason: change.reason }
  if (change.type === 'answered' || state.phase === 'offered') {
    const begins = change.type === 'answered' && state.phase === 'offered'
    return begins ? { phase: 'connecting', media: false, partner: false } : state
  }
  const before = { media: isMediaUp(state), partner: isPartnerUp(state) }
  const now = waysAfter(before, change.type)
  if (now.media === before.media && now.partner === before.partner) return state
  if (now.media && now.partner) return { phase: 'live' }
  return { phase: state.phase === 'connecting' ? 'connecting' : 'reconnecting', ...now }
}

type WayChange = Exclude<SessionChange['type'], 'answered' | 'end'>

function waysAfter(ways: { media: boolean; partner: boolean }, change: WayChange) {
  switch (change) {
    case 'mediaUp':
      return { ...ways, media: true }
    case 'mediaDown':
      return { ...ways, media: false }
    case 'partnerUp':
      return { ...ways, partner: true }
    case 'partnerDown':
      return { ...ways, partner: false }
  }
}

function isMediaUp(state: SessionState): boolean {
  return state.phase === 'live' || ('media' in state && state.media)
}

function isPartnerUp(state: SessionState): boolean {
  return state.phase === 'live' || ('partner' in state && state.partner)
}

// A client that lost its network needs the time to find another; one that closed its end has left, or is reloaded.
const LOST_LIMIT_MS = 30_000

/**
 * How long a talk waits for its user before it ends as `userLost`; undefined while there is nothing to wait
 * for. Media alone keeps a talk, for its client may come back to the events later.
 */
export function absenceLimitMs(
  state: SessionState,
  user: { watching: boolean; left: boolean },
): number | undefined {
  if (state.phase === 'offered' || state.phase === 'ended' || isMediaUp(state)) return undefined
  return user.left && !user.watching ? LEFT_TALK_KEPT_MS : LOST_LIMIT_MS
}
