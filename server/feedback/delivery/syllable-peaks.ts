/** A dip of so much parts two syllables (de Jong & Wempe 2009, "Praat script to detect syllable nuclei"). */
const DIP_DB = 2
/** 16-bit noise floor: what is softer is not told apart. */
const FLOOR_DBFS = -80
/** The mean of so many frames of 20 ms, so that the voice's own pitch and single clicks make no peaks. */
const SMOOTHED_FRAMES = 3

/** Finds the peaks of loudness, frame by frame: about one a syllable. */
export class SyllablePeaks {
  #recent: number[] = []
  #low = Infinity
  #high = -Infinity
  #rising = false

  /** @returns whether a peak has just been passed */
  push(levelDbfs: number): boolean {
    this.#recent.push(Math.max(FLOOR_DBFS, levelDbfs))
    if (this.#recent.length > SMOOTHED_FRAMES) this.#recent.shift()
    const level = this.#recent.reduce((sum, each) => sum + each, 0) / this.#recent.length
    if (this.#rising) {
      this.#high = Math.max(this.#high, level)
      if (level > this.#high - DIP_DB) return false
      this.#rising = false
      this.#low = level
      return true
    }
    this.#low = Math.min(this.#low, level)
    if (level >= this.#low + DIP_DB) {
      this.#rising = true
      this.#high = level
    }
    return false
  }
}
