export interface MasteringOptions {
  sampleRateHz: number
  /** Silence that is left before the first sound and after the last. */
  leadMs: number
  tailMs: number
  /** RMS of the speech itself, its pauses not counted, relative to full scale. */
  levelDbfs: number
  /** No sample gets above it. */
  peakDbfs: number
}

const FRAME_MS = 10
/** What is quieter is the engines' breath before the first word and after the last: 42 to 45 dB below the vowels. */
const SILENT_BELOW_LOUDEST_DB = 40
/** Quieter than this is a pause and not counted into the level (the idea of ITU-T P.56). */
const PAUSE_BELOW_LOUDEST_DB = 25
/** Short enough to act on single peaks, long enough not to be heard as distortion. */
const LIMITER_WINDOW_MS = 4
const FADE_MS = 5

/**
 * Makes a rendered line ready to be kept: the silence around it cut to a fixed length, its speech at a fixed
 * level, its peaks held. Full scale is 1.
 * @throws Error when there is no sound in it
 */
export function master(sound: Float32Array, options: MasteringOptions): Float32Array {
  const speech = trimmed(sound, options)
  const gain = amplitude(options.levelDbfs) / speechRms(speech, options.sampleRateHz)
  return limited(
    speech.map((sample) => sample * gain),
    options,
  )
}

/** RMS over the frames that are not pauses. */
export function speechRms(sound: Float32Array, sampleRateHz: number): number {
  const powers = framePowers(sound, sampleRateHz)
  const floor = Math.max(...powers) / 10 ** (PAUSE_BELOW_LOUDEST_DB / 10)
  const spoken = powers.filter((power) => power > floor)
  return Math.sqrt(spoken.reduce((sum, power) => sum + power, 0) / spoken.length)
}

function trimmed(sound: Float32Array, { sampleRateHz, leadMs, tailMs }: MasteringOptions): Float32Array {
  const powers = framePowers(sound, sampleRateHz)
  const loudest = Math.max(...powers)
  if (!(loudest > 0)) throw new Error('The rendered line is silent.')
  const isSound = (power: number) => power > loudest / 10 ** (SILENT_BELOW_LOUDEST_DB / 10)
  const frame = samplesIn(FRAME_MS, sampleRateHz)
  const first = powers.findIndex(isSound) * frame
  const end = Math.min((powers.findLastIndex(isSound) + 1) * frame, sound.length)
  const lead = samplesIn(leadMs, sampleRateHz)
  const tail = samplesIn(tailMs, sampleRateHz)
  const result = new Float32Array(lead + (end - first) + tail)
  // What the engine made just before and after is kept as far as there is any, faded at the cut.
  const from = Math.max(0, first - lead)
  const to = Math.min(sound.length, end + tail)
  result.set(sound.subarray(from, to), lead - (first - from))
  fade(result, samplesIn(FADE_MS, sampleRateHz))
  return result
}

function fade(sound: Float32Array, length: number): void {
  for (let at = 0; at < Math.min(length, sound.length); at += 1) {
    sound[at] = (sound[at] ?? 0) * (at / length)
    const last = sound.length - 1 - at
    sound[last] = (sound[last] ?? 0) * (at / length)
  }
}

/** A look-ahead limiter: the gain each peak needs, held around it, then smoothed over the same window. */
function limited(sound: Float32Array, { sampleRateHz, peakDbfs }: MasteringOptions): Float32Array {
  const ceiling = amplitude(peakDbfs)
  const half = samplesIn(LIMITER_WINDOW_MS, sampleRateHz)
  const needed = Float32Array.from(sound, (sample) => Math.min(1, ceiling / Math.max(Math.abs(sample), 1e-9)))
  const held = needed.map((_gain, at) => {
    let least = 1
    for (const gain of needed.subarray(Math.max(0, at - half), at + half + 1)) least = Math.min(least, gain)
    return least
  })
  return sound.map((sample, at) => {
    const around = held.subarray(Math.max(0, at - half), at + half + 1)
    return sample * (around.reduce((sum, gain) => sum + gain, 0) / around.length)
  })
}

function framePowers(sound: Float32Array, sampleRateHz: number): number[] {
  const frame = samplesIn(FRAME_MS, sampleRateHz)
  return Array.from({ length: Math.ceil(sound.length / frame) }, (_, index) => {
    const samples = sound.subarray(index * frame, (index + 1) * frame)
    return samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
  })
}

function samplesIn(ms: number, sampleRateHz: number): number {
  return Math.round((ms * sampleRateHz) / 1000)
}

function amplitude(dbfs: number): number {
  return 10 ** (dbfs / 20)
}
