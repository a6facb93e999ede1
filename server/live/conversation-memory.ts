import type { SpokenLine } from './live-model.ts'

/**
 * The talk in words as far as a session of the service's may have to be told of it: the last lines, and which of
 * them its newest handle does not cover. Pure.
 */
export class ConversationMemory {
  readonly #maxChars: number
  #lines: SpokenLine[] = []
  /** Of the lines, those before this one are in the newest handle. */
  #covered = 0
  /** The next piece of this side's begins a new line. */
  #closed = { user: true, partner: true }
  #chars = 0

  constructor(options: { maxChars: number }) {
    this.#maxChars = options.maxChars
  }

  /** A piece of what somebody said. Pieces of the user's may come late, after the answer began. */
  add(role: SpokenLine['role'], piece: string): void {
    if (this.#closed[role]) {
      this.#lines.push({ role, text: '' })
      this.#closed[role] = false
    }
    const line = this.#lines.findLast((each) => each.role === role)
    if (!line) return
    line.text += piece
    this.#chars += piece.length
    this.#trim()
  }

  /** The user begins a new utterance. */
  userBegins(): void {
    this.#closed.user = true
  }

  /** The partner's turn is over, and with it what it was an answer to. */
  turnOver(): void {
    this.#closed = { user: true, partner: true }
  }

  /** A handle came that stands for the session as it is now. */
  covered(): void {
    this.#covered = this.#lines.length
  }

  /** The user's last words will be said again: they are forgotten. */
  forgetUnanswered(): void {
    while (this.#lines.at(-1)?.role === 'user' && this.#lines.length > this.#covered)
      this.#chars -= this.#lines.pop()?.text.length ?? 0
    this.#closed.user = true
  }

  /** All that is remembered, oldest first. */
  get lines(): readonly SpokenLine[] {
    return this.#lines.filter(({ text }) => text.trim() !== '')
  }

  /** What a session that is taken up by the newest handle does not know. */
  get uncovered(): readonly SpokenLine[] {
    return this.#lines.slice(this.#covered).filter(({ text }) => text.trim() !== '')
  }

  #trim(): void {
    while (this.#chars > this.#maxChars && this.#lines.length > 1) {
      this.#chars -= this.#lines.shift()?.text.length ?? 0
      this.#covered = Math.max(0, this.#covered - 1)
    }
  }
}
