import { INBOUND_SAMPLE_RATE_HZ } from '../../../shared/audio-format.ts'

// About -48 dBFS: what is softer is a pause, which fits anywhere.
const VOICED_RMS = 130
const NEAR_SAMPLES = 480
const FAR_SAMPLES = 5_120
/** 10 ms. */
const STEP_SAMPLES = 160
/** 20 dB. */
const MUCH_SOFTER = 100
const SURELY = 0.9
const PROBABLY = 0.6
/**
 * Sound that is less like what was said than this was not sent: 19 of 20 steps of a rebuilt packet are more alike,
 * nearly all of one that came, and half of the guesses are not. A guess that happens to be right is no hole.
 */
const SENT = 0.5

export interface AlignedPiece {
  /** Where in what was said the piece begins; undefined where that cannot be told: a pause, or made-up sound. */
  from: number | undefined
  /** Where it would begin had nothing moved since the last piece that could be told. */
  expectedFrom: number
  /** Energies, for a speech-to-noise ratio; 0 where nothing was said. */
  signal: number
  noise: number
}

/**
 * Finds each piece of what was heard in what was said, by correlation, wherever a jitter buffer has put it. Pieces
 * are a few tens of ms, both sounds 16 kHz.
 */
export function alignSpeech(said: Int16Array, heard: readonly Int16Array[]): AlignedPiece[] {
  let lag = 0
  let at = 0
  return heard.map((piece) => {
    const expected = at + lag
    at += piece.length
    const near = bestFit(said, piece, expected, NEAR_SAMPLES)
    const fit = near.correlation >= SURELY ? near : bestFit(said, piece, expected, FAR_SAMPLES)
    const from = fit.correlation >= PROBABLY ? fit.from : undefined
    if (from !== undefined) lag = from - (at - piece.length)
    // What cannot be found stands for what should have been there: silence in place of a word is noise.
    return { from, expectedFrom: from ?? expected, ...energies(said, piece, from ?? expected) }
  })
}

/** Of what was said aloud, in dB: how much louder it is than what it was heard with or without. */
export function speechToNoiseDb(pieces: readonly AlignedPiece[]): number {
  const voiced = pieces.filter(({ signal }) => signal > 0)
  const sum = (key: 'signal' | 'noise') => voiced.reduce((total, piece) => total + piece[key], 0)
  return 10 * Math.log10(sum('signal') / sum('noise'))
}

/**
 * The longest stretch in which something was said and what is heard is not that, in ms: silence put in, or a guess
 * that is wrong. It is a hole in the sound, whenever it came. Pauses neither make one nor end it.
 */
export function longestHoleMs(
  said: Int16Array,
  heard: readonly Int16Array[],
  pieces: readonly AlignedPiece[],
): number {
  let longest = 0
  let hole = 0
  for (const [index, piece] of heard.entries()) {
    const from = pieces[index]?.expectedFrom ?? 0
    for (let at = 0; at + STEP_SAMPLES <= piece.length; at += STEP_SAMPLES) {
      const wanted = said.subarray(Math.max(0, from + at), Math.max(0, from + at + STEP_SAMPLES))
      if (energy(wanted) < STEP_SAMPLES * VOICED_RMS ** 2) continue
      hole = isSent(wanted, piece.subarray(at, at + STEP_SAMPLES)) ? 0 : hole + STEP_SAMPLES
      longest = Math.max(longest, hole)
    }
  }
  return (longest * 1000) / INBOUND_SAMPLE_RATE_HZ
}

function isSent(wanted: Int16Array, heard: Int16Array): boolean {
  const [wantedEnergy, heardEnergy] = [energy(wanted), energy(heard)]
  if (heardEnergy < wantedEnergy / MUCH_SOFTER) return false
  const both = wanted.reduce((sum, sample, i) => sum + sample * (heard[i] ?? 0), 0)
  return both / Math.sqrt(wantedEnergy * heardEnergy) >= SENT
}

function bestFit(said: Int16Array, piece: Int16Array, around: number, reach: number) {
  let best = { from: around, correlation: 0 }
  const pieceEnergy = energy(piece)
  if (pieceEnergy < piece.length * VOICED_RMS ** 2) return best
  const first = Math.max(0, around - reach)
  const last = Math.min(around + reach, said.length - piece.length)
  let saidEnergy = energy(said.subarray(first, first + piece.length))
  for (let from = first; from <= last; from++) {
    let both = 0
    for (let i = 0; i < piece.length; i++) both += (said[from + i] ?? 0) * (piece[i] ?? 0)
    const correlation = saidEnergy <= 0 ? 0 : both / Math.sqrt(saidEnergy * pieceEnergy)
    if (correlation > best.correlation) best = { from, correlation }
    // Whole numbers, so that moving on by a sample loses nothing.
    saidEnergy += (said[from + piece.length] ?? 0) ** 2 - (said[from] ?? 0) ** 2
  }
  return best
}

function energies(said: Int16Array, piece: Int16Array, from: number): { signal: number; noise: number } {
  const reference = said.subarray(Math.max(0, from), Math.max(0, from + piece.length))
  const signal = energy(reference)
  if (signal < piece.length * VOICED_RMS ** 2) return { signal: 0, noise: 0 }
  const noise = reference.reduce((sum, sample, i) => sum + (sample - (piece[i] ?? 0)) ** 2, 0)
  return { signal, noise }
}

function energy(samples: Int16Array): number {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  return sum
}
