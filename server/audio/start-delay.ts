/**
 * The longest that a turn is held back before it starts: users of the Live API start theirs 100 to 200 ms late
 * (gemini-live, livekit/agents#3604), and what is longer is heard as a partner who is slow to answer.
 */
export const MAX_START_DELAY_MS = 200

/**
 * How long the turns of one talk wait from their first sound until they start. The first one does not: the Live API
 * makes speech three to four times as fast as it is played, so that waiting would only cost time. Once a turn's
 * sound has come unevenly, the next one waits as long as would have been enough for it. Pure.
 */
export class StartDelay {
  #ms = 0

  get ms(): number {
    return this.#ms
  }

  /**
   * A turn is over.
   * @param neededMs the wait with which no sound of it would have come too late, up to `MAX_START_DELAY_MS`
   * @param wasWhole false: it was cut short, so that it might still have come to need more
   */
  learn(neededMs: number, { wasWhole }: { wasWhole: boolean }): void {
    if (neededMs >= this.#ms) this.#ms = Math.min(neededMs, MAX_START_DELAY_MS)
    // Half of the way: one even turn among uneven ones does not prove much, and after eight nothing is left.
    else if (wasWhole) this.#ms = Math.floor((this.#ms + neededMs) / 2)
  }
}
