import type { Caption } from '../../client/sdk/call-state.ts'

/** Prints each turn once, when it is complete. */
export class CaptionPrinter {
  readonly #names: Record<Caption['role'], string>
  readonly #print: (line: string) => void
  readonly #printed = new Set<string>()

  constructor(options: { userName: string; partnerName: string; print: (line: string) => void }) {
    this.#names = { user: options.userName, partner: options.partnerName }
    this.#print = options.print
  }

  show(captions: readonly Caption[]): void {
    for (const { turnId, role, text, final, heardMs } of captions) {
      if (!final || this.#printed.has(turnId)) continue
      this.#printed.add(turnId)
      this.#print(`${this.#names[role]}: ${text}${heardMs === undefined ? '' : ' (cut short)'}`)
    }
  }
}
