import type { Turn } from '../../shared/turn.ts'

/** What differs between the turns of a talk and those that were saved of it last. */
export interface TurnChanges {
  changed: { turn: Turn; position: number }[]
  /** Ids of turns that are no more. */
  gone: string[]
}

/**
 * What is saved of each running talk already, so that a save writes one or two rows and not an hour of words. Turns
 * are told apart as objects: whoever changes a turn makes a new one.
 */
export class SavedTurns {
  readonly #byTalk = new Map<string, ReadonlyMap<string, { turn: Turn; position: number }>>()

  /** undefined when nothing is known of the talk. */
  changesOf(talkId: string, turns: readonly Turn[]): TurnChanges | undefined {
    const saved = this.#byTalk.get(talkId)
    if (!saved) return undefined
    const changed = turns.flatMap((turn, position) => {
      const before = saved.get(turn.id)
      return before?.turn === turn && before.position === position ? [] : { turn, position }
    })
    const ids = new Set(turns.map(({ id }) => id))
    return { changed, gone: [...saved.keys()].filter((id) => !ids.has(id)) }
  }

  remember(talkId: string, turns: readonly Turn[]): void {
    this.#byTalk.set(talkId, new Map(turns.map((turn, position) => [turn.id, { turn, position }])))
  }

  forget(talkId: string): void {
    this.#byTalk.delete(talkId)
  }
}
