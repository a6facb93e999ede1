import type { CallClock } from '../sdk/call-clock.ts'

/** Long enough to read what happened and to reach the button. */
export const UNDO_MS = 6_000

export interface PendingRemovalsOptions {
  remove: (talkId: string) => Promise<unknown>
  /** A removal that was refused: the talk is shown again. */
  onFailed: (talkId: string, error: unknown) => void
  /** A talk is gone for good. */
  onRemoved: (talkId: string) => void
  clock: Pick<CallClock, 'after'>
}

/**
 * Talks that are hidden already and removed a little later, unless that is undone. Its creator closes it, which
 * removes what still waits.
 */
export class PendingRemovals {
  readonly #options: PendingRemovalsOptions
  readonly #cancels = new Map<string, () => void>()
  readonly #listeners = new Set<() => void>()
  #hidden: ReadonlySet<string> = new Set()

  constructor(options: PendingRemovalsOptions) {
    this.#options = options
  }

  /** What is not to be shown: waiting, on its way, or gone. */
  readonly getSnapshot = (): ReadonlySet<string> => this.#hidden

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get waiting(): readonly string[] {
    return [...this.#cancels.keys()]
  }

  add(talkId: string): void {
    if (this.#hidden.has(talkId)) return
    this.#cancels.set(
      talkId,
      this.#options.clock.after(UNDO_MS, () => void this.#remove(talkId)),
    )
    this.#setHidden(talkId, true)
  }

  /** @returns whether it was in time */
  undo(talkId: string): boolean {
    if (!this.#stopWaiting(talkId)) return false
    this.#setHidden(talkId, false)
    return true
  }

  /** Removes now what still waits. */
  flush(): void {
    for (const talkId of this.waiting) void this.#remove(talkId)
  }

  /** Takes over what still waits, for whoever can remove it in another way. */
  take(): readonly string[] {
    const { waiting } = this
    for (const talkId of waiting) this.#stopWaiting(talkId)
    return waiting
  }

  /** Idempotent. */
  close(): void {
    this.#listeners.clear()
    this.flush()
  }

  async #remove(talkId: string): Promise<void> {
    this.#stopWaiting(talkId)
    try {
      await this.#options.remove(talkId)
    } catch (error) {
      this.#setHidden(talkId, false)
      this.#options.onFailed(talkId, error)
      return
    }
    this.#options.onRemoved(talkId)
  }

  #stopWaiting(talkId: string): boolean {
    this.#cancels.get(talkId)?.()
    return this.#cancels.delete(talkId)
  }

  #setHidden(talkId: string, hidden: boolean): void {
    const next = new Set(this.#hidden)
    if (hidden) next.add(talkId)
    else next.delete(talkId)
    this.#hidden = next
    for (const listener of this.#listeners) listener()
  }
}
