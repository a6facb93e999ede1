import type { OpenTurn } from './open-turn.ts'

interface UserTurn extends OpenTurn {
  /** The partner has reacted to it: what the user says from now on is another turn. */
  answered: boolean
}

export interface UserTurnsOptions {
  newTurn: (atMs: number) => OpenTurn
  /** How a turn stands. */
  tell: (turn: OpenTurn, final: boolean) => void
}

/**
 * The user's turns, one after another: a turn begins with their voice or with words of theirs, and is over when the
 * partner reacts to it. Owned by `TurnTracker`. Pure; all times are ms from the talk's start.
 */
export class UserTurns {
  readonly #options: UserTurnsOptions
  #newest: UserTurn | undefined
  #speaksSinceMs: number | undefined

  constructor(options: UserTurnsOptions) {
    this.#options = options
  }

  get newestTurnId(): string | undefined {
    return this.#newest?.id
  }

  speechStarted(atMs: number): void {
    this.#speaksSinceMs = atMs
    if (!this.#newest || this.#newest.answered) this.#begin(atMs)
  }

  /** A model that is quick answers before our own ear is sure that the user has ended; then the end comes late. */
  speechEnded(atMs: number): void {
    this.#speaksSinceMs = undefined
    const turn = this.#newest
    if (!turn) return
    if (!turn.answered) {
      turn.endMs = Math.max(turn.startMs, atMs)
    } else if (atMs < turn.endMs) {
      turn.endMs = Math.max(turn.startMs, atMs)
      if (turn.text !== '') this.#options.tell(turn, true)
    }
  }

  /** What the user just said was no turn, unless it has words. */
  forgetNod(): void {
    if (this.#newest && !this.#newest.answered && this.#newest.text === '') this.#newest = undefined
  }

  /** A typed line is a turn of its own and final at once. */
  typed(text: string, atMs: number): void {
    this.answered(atMs)
    this.#begin(atMs).text = text
    this.answered(atMs)
  }

  /** A piece of what the model understood. It may come late, even after the answer began. */
  understood(piece: string, atMs: number): void {
    const turn = this.#newest ?? this.#begin(atMs)
    turn.text += piece
    this.#options.tell(turn, turn.answered)
  }

  /** The partner reacts, or the talk ends: the turn is final as it stands. */
  answered(atMs: number): void {
    const turn = this.#newest
    if (!turn || turn.answered) return
    turn.answered = true
    if (this.#speaksSinceMs !== undefined) turn.endMs = Math.max(turn.endMs, atMs)
    if (turn.text !== '') this.#options.tell(turn, true)
  }

  /** What the user cuts in with is a turn of its own, even if they had never fallen silent by our own ear. */
  cutIn(atMs: number): void {
    if (this.#newest?.answered && this.#speaksSinceMs !== undefined) this.#begin(atMs)
  }

  #begin(atMs: number): UserTurn {
    const turn = { ...this.#options.newTurn(atMs), answered: false }
    this.#newest = turn
    return turn
  }
}
