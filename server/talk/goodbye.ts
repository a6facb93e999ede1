/** Between the partner's last word and the click: who hangs up waits a breath, and a model may speak on. */
const BREATH_MS = 1_500
/** A partner who goes on talking is hung up on. */
const LIMIT_MS = 20_000

/** Finds the moment at which a partner who wants to hang up has been heard out. Pure; times in ms. */
export class Goodbye {
  #begunAtMs: number | undefined
  #silentSinceMs = 0

  begin(nowMs: number): void {
    this.#begunAtMs ??= nowMs
    this.#silentSinceMs = Math.max(this.#silentSinceMs, nowMs)
  }

  /** @param speaks the partner is heard, or is not at the end of what they say */
  isOver(nowMs: number, speaks: boolean): boolean {
    if (this.#begunAtMs === undefined) return false
    if (speaks) this.#silentSinceMs = nowMs
    return nowMs - this.#silentSinceMs >= BREATH_MS || nowMs - this.#begunAtMs >= LIMIT_MS
  }
}
