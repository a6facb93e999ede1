import type { LivePolicy } from './live-policy.ts'

/**
 * Tells an interruption by the user from one that the service only believes in (python-genai#2333). Our own ear may
 * be a little later than the model's, so one that comes while the user is silent is judged a moment later; the sound
 * has stopped meanwhile all the same. Pure; times in ms.
 */
export class InterruptionJudge {
  readonly #policy: LivePolicy['interruption']
  #heardAtMs = -Infinity
  #heldSinceMs: number | undefined
  #phantomsAtMs: number[] = []

  constructor(policy: LivePolicy['interruption']) {
    this.#policy = policy
  }

  /** The user speaks, types or was found to interrupt: one that waits was theirs. */
  userHeard(nowMs: number): void {
    this.#heardAtMs = nowMs
    this.#heldSinceMs = undefined
  }

  /**
   * Whether the user may have made an interruption that comes now, by what was heard of them so far.
   * @param turn of the partner's; `hasFloor`: in it the user speaks, or has said something that wants an answer
   */
  isBelieved(nowMs: number, turn: { hasFloor: boolean; beganAtMs: number }): boolean {
    const sinceMs = Math.max(turn.beganAtMs, nowMs - this.#policy.believedWithinMs)
    return turn.hasFloor || this.#heardAtMs >= sinceMs
  }

  /** One that is not believed waits for `look` or `userHeard`. */
  hold(nowMs: number): void {
    this.#heldSinceMs ??= nowMs
  }

  /** @returns true once for each interruption that nobody made, as soon as it is clear */
  look(nowMs: number): boolean {
    if (this.#heldSinceMs === undefined || nowMs - this.#heldSinceMs < this.#policy.heldMs) return false
    this.#heldSinceMs = undefined
    this.#phantomsAtMs = this.#phantomsAtMs.filter((atMs) => nowMs - atMs < this.#policy.phantomWindowMs)
    this.#phantomsAtMs.push(nowMs)
    return true
  }

  /** There were so many of late that the connection must be sick. */
  get isSuspect(): boolean {
    return this.#phantomsAtMs.length >= this.#policy.maxPhantoms
  }

  /** There is another connection. */
  forget(): void {
    this.#heldSinceMs = undefined
    this.#phantomsAtMs = []
  }
}
