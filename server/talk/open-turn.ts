import type { Role } from '../../shared/turn.ts'

/** A turn in the making. Times are ms from the talk's start. */
export interface OpenTurn {
  readonly id: string
  readonly role: Role
  text: string
  startMs: number
  endMs: number
}
