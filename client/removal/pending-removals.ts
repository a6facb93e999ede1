import type { CallClock } from '../sdk/call-clock.ts'

/** Long enough to read what happened and to reach the button. */
export const UNDO_MS = 6_000

export interface PendingRemovalsOptions {
  remove: (id: string) => Promise<unknown>
  /** A removal that was refused: what was removed is shown again. */
  onFailed: (id: string, error: unknown) => void
  /** It is gone for good. */
  onRemoved: (id: string) => void
  clock: Pick<CallClock, 'after'>
}

/**
 * What is hidden already and removed a little later, unless that is undone: talks or scenarios, by their ids. Its
 * creator closes it, which removes what still waits.
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

  add(id: string): void {
    if (this.#hidden.has(id)) return
    this.#cancels.set(
      id,
      this.#options.clock.after(UNDO_MS, () => void this.#remove(id)),
    )
    this.#setHidden(id, true)
  }

  /** @returns whether it was in time */
  undo(id: string): boolean {
    if (!this.#stopWaiting(id)) return false
    this.#setHidden(id, false)
    return true
  }

  /** Removes now what still waits. */
  flush(): void {
    for (const id of this.waiting) void this.#remove(id)
  }

  /** Takes over what still waits, for whoever can remove it in another way. */
  take(): readonly string[] {
    const { waiting } = this
    for (const id of waiting) this.#stopWaiting(id)
    return waiting
  }

  /** Idempotent. */
  close(): void {
    this.#listeners.clear()
    this.flush()
  }

  async #remove(id: string): Promise<void> {
    this.#stopWaiting(id)
    try {
      await this.#options.remove(id)
    } catch (error) {
      this.#setHidden(id, false)
      this.#options.onFailed(id, error)
      return
    }
    this.#options.onRemoved(id)
  }

  #stopWaiting(id: string): boolean {
    this.#cancels.get(id)?.()
    return this.#cancels.delete(id)
  }

  #setHidden(id: string, hidden: boolean): void {
    const next = new Set(this.#hidden)
    if (hidden) next.add(id)
    else next.delete(id)
    this.#hidden = next
    for (const listener of this.#listeners) listener()
  }
}
