import type { Logger } from 'pino'
import type { TalkEvent } from '../../../shared/talk-event.ts'
import type { ToolCall, ToolResponse } from '../../live/live-model.ts'
import type { ToolBox, ToolOutcome } from './tool-box.ts'

/** A model asks again soon or never; this only keeps a long talk from growing. */
const MAX_REMEMBERED_CALLS = 20

export interface ToolDeskOptions {
  toolBox: ToolBox
  log: Logger
  /** The turn in which a call is made. */
  turnId: () => string
  /** Ms from the talk's start. */
  nowMs: () => number
  /** Calls that were taken back are never answered. */
  respond: (responses: readonly ToolResponse[]) => void
  /** Told once for each use. */
  emit: (event: TalkEvent) => void
  onEndTalk: () => void
}

/** Carries out what the model asks for, answers it, and tells of it. */
export class ToolDesk {
  readonly #options: ToolDeskOptions
  /** Being carried out, by the call's id. */
  readonly #open = new Map<string, AbortController>()
  /** A model that lost its last moments with a connection asks again for what it had: it is done once. */
  readonly #done = new Map<string, ToolOutcome>()

  constructor(options: ToolDeskOptions) {
    this.#options = options
  }

  take(calls: readonly ToolCall[]): void {
    for (const call of calls) {
      this.#carryOut(call).catch((error: unknown) => {
        this.#options.log.error({ err: error, tool: call.name }, 'a tool failed')
        this.#answer(call, { ok: false, error: 'It failed.' })
      })
    }
  }

  cancel(ids: readonly string[]): void {
    for (const id of ids) {
      this.#open.get(id)?.abort()
      this.#open.delete(id)
    }
  }

  /** Idempotent. Nothing is answered or told afterwards. */
  close(): void {
    this.cancel([...this.#open.keys()])
  }

  async #carryOut(call: ToolCall): Promise<void> {
    const { emit, nowMs, onEndTalk, toolBox, turnId } = this.#options
    const { id, name, args } = call
    const abort = new AbortController()
    this.#open.set(id, abort)
    const key = JSON.stringify([name, args])
    const before = this.#done.get(key)
    const outcome = before ?? (await toolBox.call(name, args, abort.signal))
    if (!this.#open.has(id)) return
    this.#answer(call, outcome)
    if (before) return
    const result = outcome.ok ? outcome.result : { error: outcome.error }
    emit({ type: 'tool', turnId: turnId(), name, args, result, atMs: nowMs() })
    if (!outcome.ok) return
    this.#remember(key, outcome)
    if (outcome.endsTalk) onEndTalk()
  }

  #answer({ id, name }: ToolCall, outcome: ToolOutcome): void {
    if (!this.#open.delete(id)) return
    const response = outcome.ok ? { output: outcome.result } : { error: outcome.error }
    // Whoever hangs up has nothing to add.
    const silent = outcome.ok && outcome.endsTalk ? { silent: true } : {}
    this.#options.respond([{ id, name, response, ...silent }])
  }

  #remember(key: string, outcome: ToolOutcome): void {
    this.#done.set(key, outcome)
    const [oldest] = this.#done.keys()
    if (this.#done.size > MAX_REMEMBERED_CALLS && oldest !== undefined) this.#done.delete(oldest)
  }
}
