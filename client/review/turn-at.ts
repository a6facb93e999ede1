import type { Turn } from '../../shared/turn.ts'

/**
 * The turn that is heard at a moment of the talk: the last that has begun by then.
 * @param turns in the order of their start
 * @returns its index, or -1 before the first one
 */
export function turnAt(turns: readonly Pick<Turn, 'startMs'>[], positionMs: number): number {
  let before = 0
  let behind = turns.length
  while (before < behind) {
    const middle = (before + behind) >> 1
    if ((turns[middle]?.startMs ?? 0) <= positionMs) before = middle + 1
    else behind = middle
  }
  return before - 1
}
