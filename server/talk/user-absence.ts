import type { Clock } from '../clock.ts'
import { absenceLimitMs, initialState, type SessionState } from './session-state.ts'

/** Whether anyone reads the talk's events, and whether the client said, or its connection, that it goes away. */
export interface UserPresence {
  watching: boolean
  left: boolean
}

/** Waits for a user who is away, as long as the state of the talk allows; then they are lost. */
export class UserAbsence implements Disposable {
  readonly #clock: Clock
  readonly #onLost: () => void
  #state: SessionState = initialState
  #user: UserPresence = { watching: true, left: false }
  #waiting: { sinceMs: number; left: boolean; timer: Disposable } | undefined

  constructor(options: { clock: Clock; onLost: () => void }) {
    this.#clock = options.clock
    this.#onLost = options.onLost
  }

  /** To be called at every change of the talk's state. */
  stateChanged(state: SessionState): void {
    this.#state = state
    this.#wait()
  }

  userChanged(change: Partial<UserPresence>): void {
    this.#user = { ...this.#user, ...change }
    this.#wait()
  }

  [Symbol.dispose](): void {
    this.#waiting?.timer[Symbol.dispose]()
  }

  /**
   * The wait counts from the first moment of the absence, and anew when the user goes: whoever reloads a page that lost
   * its network has just been there.
   */
  #wait(): void {
    const limitMs = absenceLimitMs(this.#state, this.#user)
    const nowMs = this.#clock.nowMs()
    const { left } = this.#user
    const sinceMs = this.#waiting && this.#waiting.left === left ? this.#waiting.sinceMs : nowMs
    this.#waiting?.timer[Symbol.dispose]()
    this.#waiting =
      limitMs === undefined
        ? undefined
        : { sinceMs, left, timer: this.#clock.after(Math.max(0, sinceMs + limitMs - nowMs), this.#onLost) }
  }
}
