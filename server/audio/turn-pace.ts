import { FRAME_MS } from '../../shared/audio-format.ts'
import { MAX_START_DELAY_MS } from './start-delay.ts'

/** Less than this would be used up by the next message that is late. Two frames: one message of most senders. */
const MIN_RESUME_MS = 40
/** So long a silence passes for a breath: a model slower than speech is heard phrase by phrase. */
const MAX_RESUME_MS = 500

/** How a turn stands with regard to its sound. */
type Progress =
  | { phase: 'gathering' }
  | { phase: 'playing' }
  /** Nothing was left to play. `resume` once something has come again: how long it is gathered, and until when. */
  | { phase: 'dry'; sinceMs: number; resume?: { waitMs: number; atMs: number } }

export interface TurnSound {
  /** What is written and not yet pulled. */
  queuedMs: number
  /** No more will come. */
  ended: boolean
}

/**
 * Decides for one turn in each tick whether it is to be heard or has to wait, and measures how evenly its sound
 * comes. It may start late; and when it ran dry it waits once more, for as long again as it has been silent so far,
 * or until as much is queued: so it stutters once and not with every message. Pure; all times are by one clock.
 */
export class TurnPace {
  #progress: Progress = { phase: 'gathering' }
  #firstMs: number | undefined
  #newestMs = 0
  #writtenMs = 0
  #silentMs = 0
  #neededMs = 0
  #underruns = 0

  /** Gaps within the turn that were heard. */
  get underruns(): number {
    return this.#underruns
  }

  /**
   * How long the turn should have waited before it started, up to `MAX_START_DELAY_MS`. What came later than that
   * is a pause of the model's, which no wait at the start makes up for.
   */
  get neededMs(): number {
    return this.#neededMs
  }

  /** Sound was written. */
  arrived(durationMs: number, nowMs: number): void {
    this.#firstMs ??= nowMs
    // The frame that it begins or continues is played at this time when the turn starts without a wait.
    const dueMs = this.#firstMs + this.#writtenMs - (this.#writtenMs % FRAME_MS)
    const lateMs = nowMs - dueMs
    if (lateMs <= MAX_START_DELAY_MS) this.#neededMs = Math.max(this.#neededMs, lateMs)
    this.#writtenMs += durationMs
    this.#newestMs = durationMs
  }

  /**
   * Called in each tick until the turn is over.
   * @returns whether a frame is to be pulled now; `first`: none was before
   */
  tick(sound: TurnSound, startDelayMs: number, nowMs: number): { plays: boolean; first: boolean } {
    const { queuedMs, ended } = sound
    const hasFrame = queuedMs >= FRAME_MS || (ended && queuedMs > 0)
    if (this.#progress.phase === 'playing' && !hasFrame) this.#progress = { phase: 'dry', sinceMs: nowMs }
    if (!hasFrame) return { plays: false, first: false }
    const first = this.#progress.phase === 'gathering'
    const plays = ended || this.#hasWaited(queuedMs, startDelayMs, nowMs)
    if (plays) this.#play(nowMs)
    return { plays, first: first && plays }
  }

  #hasWaited(queuedMs: number, startDelayMs: number, nowMs: number): boolean {
    const progress = this.#progress
    switch (progress.phase) {
      case 'playing':
        return true
      case 'gathering':
        return nowMs - (this.#firstMs ?? nowMs) >= startDelayMs
      case 'dry': {
        progress.resume ??= this.#resume(nowMs, nowMs - progress.sinceMs)
        // The newest message says nothing about when the next one comes.
        return queuedMs - this.#newestMs >= progress.resume.waitMs || nowMs >= progress.resume.atMs
      }
    }
  }

  #resume(nowMs: number, dryMs: number): { waitMs: number; atMs: number } {
    const waitMs = Math.min(Math.max(this.#silentMs + dryMs, MIN_RESUME_MS), MAX_RESUME_MS)
    return { waitMs, atMs: nowMs + waitMs }
  }

  #play(nowMs: number): void {
    const progress = this.#progress
    // Counted only now: a turn that ran dry because it was over left no gap in anything.
    if (progress.phase === 'dry') {
      this.#underruns++
      this.#silentMs += nowMs - progress.sinceMs
    }
    this.#progress = { phase: 'playing' }
  }
}
