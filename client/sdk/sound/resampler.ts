/** Zero crossings of the sinc on each side: stop-band below -50 dB, at a delay of 16 samples of the lower rate. */
const ZERO_CROSSINGS = 16
/** Of the lower rate's half: what is above rolls off, so that nothing folds back into speech. */
const PASS_BAND = 0.92

/**
 * Changes the sample rate of a stream of sound, chunk by chunk, by a windowed sinc in as many phases as the two
 * rates have (48 to 16 kHz: 1; 44.1 to 16 kHz: 160). Pure: no clock, no I/O. Delays by 16 samples of the lower rate.
 */
export class Resampler {
  /** Output samples come every `#step / #phases` input samples. */
  readonly #phases: number
  readonly #step: number
  readonly #reach: number
  readonly #filters: Float32Array[]
  /** Input that later output still looks back at. */
  #held: Float32Array
  /** Where the next output lies, in 1/`#phases` of an input sample from the start of `#held`. */
  #at: number

  constructor({ fromHz, toHz }: { fromHz: number; toHz: number }) {
    const divisor = greatestCommonDivisor(fromHz, toHz)
    this.#phases = toHz / divisor
    this.#step = fromHz / divisor
    const cutoff = Math.min(1, toHz / fromHz) * PASS_BAND
    this.#reach = Math.ceil(ZERO_CROSSINGS / Math.min(1, toHz / fromHz))
    this.#filters = Array.from({ length: this.#phases }, (_, phase) =>
      filterOf(phase / this.#phases, this.#reach, cutoff),
    )
    this.#held = new Float32Array(2 * this.#reach - 1)
    this.#at = (this.#reach - 1) * this.#phases
  }

  process(input: Float32Array): Float32Array {
    const samples = new Float32Array(this.#held.length + input.length)
    samples.set(this.#held)
    samples.set(input, this.#held.length)
    const lastAt = (samples.length - this.#reach) * this.#phases
    const output = new Float32Array(Math.max(0, Math.ceil((lastAt - this.#at) / this.#step)))
    for (let index = 0; index < output.length; index++) {
      const from = Math.floor(this.#at / this.#phases) - this.#reach + 1
      const filter = this.#filters[this.#at % this.#phases] ?? []
      let sum = 0
      for (let tap = 0; tap < filter.length; tap++) sum += (filter[tap] ?? 0) * (samples[from + tap] ?? 0)
      output[index] = sum
      this.#at += this.#step
    }
    const done = Math.max(0, Math.floor(this.#at / this.#phases) - this.#reach + 1)
    this.#held = samples.slice(done)
    this.#at -= done * this.#phases
    return output
  }
}

/** The taps for an output that lies `fraction` of a sample after an input: Hann-windowed, its sum exactly 1. */
function filterOf(fraction: number, reach: number, cutoff: number): Float32Array {
  const taps = Float32Array.from({ length: 2 * reach }, (_, tap) => {
    const x = tap - reach + 1 - fraction
    const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / reach)
    return sinc(x * cutoff) * (Math.abs(x) < reach ? window : 0)
  })
  const sum = taps.reduce((total, tap) => total + tap, 0)
  return taps.map((tap) => tap / sum)
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
