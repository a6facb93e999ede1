import type { Clock } from '../clock.ts'
import { absenceLimitMs, type SessionState } from './session-state.ts'

/** Waits for a user who is away, as long as the state of the talk allows; then they are lost. */
export class UserAbsence implements Disposable {
  readonly #clock: Clock
  readonly #onLost: () => void
  #waiting: { sinceMs: number; left: boolean; timer: Disposable } | undefined

  constructor(options: { clock: Clock; onLost: () => void }) {
    this.#clock = options.clock
    this.#onLost = options.onLost
  }

  /**
   * To be called at every change of either. The wait counts from the first moment of the absence, and anew when the
   * user goes: whoever reloads a page that lost its network has just been there.
   */
  watch(state: SessionState, user: { watching: boolean; left: boolean }): void {
    const limitMs = absenceLimitMs(state, user)
    const nowMs = this.#clock.nowMs()
    const { left } = user
    const sinceMs = this.#waiting && this.#waiting.left === left ? this.#waiting.sinceMs : nowMs
    this.#waiting?.timer[Symbol.dispose]()
    this.#waiting =
      limitMs === undefined
        ? undefined
        : { sinceMs, left, timer: this.#clock.after(Math.max(0, sinceMs + limitMs - nowMs), this.#onLost) }
  }

  [Symbol.dispose](): void {
    this.#waiting?.timer[Symbol.dispose]()
  }
}
