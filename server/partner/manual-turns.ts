import type { UserTurnEvents, UserTurns } from './user-turns.ts'

const BYTES_PER_SAMPLE = 2

/** Turns as the client marks them. Sound outside of the marks is not heard. */
export class ManualTurns implements UserTurns {
  readonly #events: UserTurnEvents
  /** Of the turn under way; undefined between turns. */
  #heardMs: number | undefined

  constructor(events: UserTurnEvents) {
    this.#events = events
  }

  hear(bytes: Uint8Array, sampleRateHz: number): void {
    if (this.#heardMs === undefined) return
    this.#heardMs += (bytes.length * 1000) / (sampleRateHz * BYTES_PER_SAMPLE)
  }

  begin(): boolean {
    this.#heardMs = 0
    this.#events.onBargeIn()
    return true
  }

  end(): boolean {
    const speechMs = this.#heardMs ?? 0
    this.#heardMs = undefined
    // Marks without sound between them are no turn.
    if (speechMs > 0) {
      // A typed line may have made the partner speak in the meantime.
      this.#events.onBargeIn()
      this.#events.onTurnEnd(speechMs)
    }
    return true
  }

  endStream(): boolean {
    return false
  }

  partnerSpeaks(): void {}

  close(): void {
    this.#heardMs = undefined
  }
}
