import { randomInt } from 'node:crypto'
import type { ServerMessage } from './server-message.ts'

/** A function that the partner uses with something that they say. */
export interface ToolUse {
  name: string
  args: Record<string, string>
  /** Ahead of the words, or once all of them are made. */
  when: 'before' | 'after'
}

export interface ToolCallsOptions {
  /** By the names in the setup. No other one is called. */
  declared: ReadonlySet<string>
  send: (message: ServerMessage) => void
}

/** Google's ids end with so long a number. */
const MAX_ID = 2 ** 47

/**
 * The functions that a session has called. As with today's models the talk goes on meanwhile (`NON_BLOCKING`), and
 * nothing in it depends on the answer.
 */
export class ToolCalls {
  readonly #options: ToolCallsOptions
  readonly #open = new Set<string>()

  constructor(options: ToolCallsOptions) {
    this.#options = options
  }

  /** A call is not yet answered. */
  get pending(): boolean {
    return this.#open.size > 0
  }

  make({ name, args }: ToolUse): void {
    const { declared, send } = this.#options
    if (!declared.has(name)) return
    const id = `function-call-${randomInt(MAX_ID)}`
    this.#open.add(id)
    send({ toolCall: { functionCalls: [{ id, name, args }] } })
  }

  /** Answers to calls that are not open are left unread. */
  answered(ids: readonly string[]): void {
    for (const id of ids) this.#open.delete(id)
  }

  /** What was called for is not wanted any more: the user cut in. */
  cancel(): void {
    if (!this.pending) return
    const ids = [...this.#open]
    this.#open.clear()
    this.#options.send({ toolCallCancellation: { ids } })
  }
}
