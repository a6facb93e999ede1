import { INBOUND_FRAME_SAMPLES, INBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'

/** A voice's pitch and its first formant lie below 2 kHz: a quarter of the samples is enough to find them. */
const DECIMATION = 4
const RATE_HZ = INBOUND_SAMPLE_RATE_HZ / DECIMATION
/** From a deep man to a child, or an excited woman. */
const LONGEST_PERIOD = Math.round(RATE_HZ / 70)
const SHORTEST_PERIOD = Math.round(RATE_HZ / 400)
const FRAME_SAMPLES = INBOUND_FRAME_SAMPLES / DECIMATION
/** Two frames: the longest period twice and some. */
const WINDOW_SAMPLES = 2 * FRAME_SAMPLES
const COMPARED_SAMPLES = WINDOW_SAMPLES - LONGEST_PERIOD
/** Takes most of what rooms and fans hum with, which would look periodic. */
const PRE_EMPHASIS = 0.9

/**
 * How much the last 40 ms repeat themselves, as vowels do and neither noise nor a keyboard does: the highest
 * normalised autocorrelation at a period that a voice can have. Pure; 16 kHz mono frames of 20 ms, without gaps.
 */
export class Voicing {
  readonly #window = new Float64Array(WINDOW_SAMPLES)
  #previous = 0

  /** Takes the next frame, whether or not its answer is asked for. */
  push(frame: Int16Array): void {
    const window = this.#window
    window.copyWithin(0, FRAME_SAMPLES)
    for (let i = 0; i < FRAME_SAMPLES; i++) {
      let sum = 0
      for (let k = 0; k < DECIMATION; k++) sum += frame[i * DECIMATION + k] ?? 0
      window[FRAME_SAMPLES + i] = sum - PRE_EMPHASIS * this.#previous
      this.#previous = sum
    }
  }

  /** 0 for noise to 1 for a steady vowel. */
  strength(): number {
    const window = this.#window
    const early = this.#power(0)
    if (early === 0) return 0
    let late = this.#power(SHORTEST_PERIOD)
    let best = 0
    for (let period = SHORTEST_PERIOD; period <= LONGEST_PERIOD; period++) {
      let both = 0
      for (let i = 0; i < COMPARED_SAMPLES; i++) both += (window[i] ?? 0) * (window[i + period] ?? 0)
      if (both > 0 && late > 0) best = Math.max(best, both / Math.sqrt(early * late))
      // The later part moves on by one sample with the period.
      late += (window[period + COMPARED_SAMPLES] ?? 0) ** 2 - (window[period] ?? 0) ** 2
    }
    return best
  }

  #power(from: number): number {
    let sum = 0
    for (let i = from; i < from + COMPARED_SAMPLES; i++) sum += (this.#window[i] ?? 0) ** 2
    return sum
  }
}
