import { FRAME_MS } from '../../shared/audio-format.ts'
import type { FoundEcho } from './echo-estimate.ts'

/** As alike as this the two are only at an echo's delay: other voices stay below 0.7. */
const CLEAR_CORRELATION = 0.8
/** Softer than this, what a canceller leaves over disturbs nobody. */
const MIN_GAIN_DB = -35
/** Of the partner's speech: a door or a word of the user's at the right moment does not last so long. */
const CLEAR_FRAMES = 2_000 / FRAME_MS

/**
 * Whether the partner's voice comes back from the user's speaker so clearly, for so long, that headphones would help
 * them. Says so once. Pure.
 */
export class EchoNotice {
  #learnedFrames = 0
  #clearFrames = 0
  #given = false

  /** After each frame that was heard. @returns whether to tell the user now */
  isDue(echo: FoundEcho | undefined): boolean {
    // While the partner is silent nothing is learned, and what was found before stands there unchanged.
    if (this.#given || !echo || echo.frames === this.#learnedFrames) return false
    this.#learnedFrames = echo.frames
    const isClear = echo.correlation >= CLEAR_CORRELATION && echo.gainDb >= MIN_GAIN_DB
    this.#clearFrames = isClear ? this.#clearFrames + 1 : 0
    this.#given = this.#clearFrames >= CLEAR_FRAMES
    return this.#given
  }
}
