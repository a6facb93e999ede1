import type { SpokenLine } from './live-model.ts'

/** Shorter pieces may well be said twice: "はい" and again "はい". */
const MIN_CHARS = 4

/**
 * Finds pieces of transcript that the service tells twice in a row (python-genai#2117). Pure.
 *
 * A single word with a space before it is a fragment of running speech, where words do repeat ("very, very"); what
 * is longer, or stands alone, is hardly ever said again in the same words within one turn.
 */
export class RepeatedPieces {
  readonly #last = { user: '', partner: '' }

  isRepeated(role: SpokenLine['role'], piece: string): boolean {
    const isAgain = piece === this.#last[role]
    this.#last[role] = piece
    return isAgain && piece.trim().length >= MIN_CHARS && !/^\s\S+$/.test(piece)
  }

  /** Another turn begins, in which anything may be said again. */
  forget(role: SpokenLine['role']): void {
    this.#last[role] = ''
  }
}
