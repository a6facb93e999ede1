import type { TalkMoment } from './talk-moment.ts'

/** Who has the word, and since when: ms from the talk's start. */
export type Floor =
  /** `silentSinceMs` while they draw breath. */
  | { holder: 'user'; sinceMs: number; silentSinceMs: number | undefined }
  | { holder: 'partner' }
  | { holder: 'nobody'; sinceMs: number }

/** A speaker who pauses for no longer goes on with what they were saying, unless the other takes the word. */
const BREATH_MS = 2_000

/**
 * Who has it a moment later. What the user says while the partner speaks is a nod: it takes nothing from them.
 * @param before undefined where nothing is known of it
 */
export function nextFloor(
  before: Floor | undefined,
  { atMs, speaking }: Pick<TalkMoment, 'atMs' | 'speaking'>,
): Floor {
  if (speaking.partner) return { holder: 'partner' }
  const user = before?.holder === 'user' ? before : undefined
  if (speaking.user) return { holder: 'user', sinceMs: user?.sinceMs ?? atMs, silentSinceMs: undefined }
  if (user) {
    const silentSinceMs = user.silentSinceMs ?? atMs
    if (atMs - silentSinceMs <= BREATH_MS) return { ...user, silentSinceMs }
    return { holder: 'nobody', sinceMs: silentSinceMs }
  }
  return before?.holder === 'nobody' ? before : { holder: 'nobody', sinceMs: atMs }
}
