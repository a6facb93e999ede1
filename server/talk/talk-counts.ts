import type { EndReason } from '../../shared/error-reason.ts'

/** How many talks began and how they ended, since the process began. */
export class TalkCounts {
  #opened = 0
  readonly #ended: Partial<Record<EndReason, number>> = {}

  get opened(): number {
    return this.#opened
  }

  get endedByReason(): Readonly<Partial<Record<EndReason, number>>> {
    return this.#ended
  }

  countOpened(): void {
    this.#opened++
  }

  countEnded(reason: EndReason): void {
    this.#ended[reason] = (this.#ended[reason] ?? 0) + 1
  }
}
