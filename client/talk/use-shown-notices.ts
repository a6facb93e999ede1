import { useState } from 'react'
import type { CallNotice, CallSnapshot } from '../sdk/call-state.ts'
import { shownNotices } from './shown-notices.ts'

export interface ShownNotices {
  /** Captions are held up, while voice goes on. */
  heldUp: boolean
  notices: readonly CallNotice[]
  /** Whether the user is told anything. */
  any: boolean
  putAway: (notice: CallNotice) => void
}

/** What the user should know while the call goes on. */
export function useShownNotices(snapshot: CallSnapshot): ShownNotices {
  const [putAway, setPutAway] = useState<ReadonlySet<CallNotice>>(new Set())
  // While voice is gone too, the state says so, and there is nothing to go on with.
  const heldUp = snapshot.state === 'live' && snapshot.links.signalling === 'down'
  const notices = shownNotices(snapshot.notices, putAway)
  return {
    heldUp,
    notices,
    any: heldUp || notices.length > 0,
    putAway: (notice) => setPutAway((before) => new Set(before).add(notice)),
  }
}
