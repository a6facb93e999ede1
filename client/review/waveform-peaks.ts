import type { Turn } from '../../shared/turn.ts'

/** How loud each side is in equal slices of the talk, 0 to 1. */
export interface WaveformPeaks {
  user: Float32Array
  partner: Float32Array
}

/** Finer than the widest waveform has bars. */
export const PEAK_COUNT = 1_200
/** Tall enough to be seen, low enough not to be taken for loudness. */
const TURN_PEAK = 0.45

export function silentPeaks(): WaveformPeaks {
  return { user: new Float32Array(PEAK_COUNT), partner: new Float32Array(PEAK_COUNT) }
}

/** Who spoke when, as blocks: until the sound has been read, and where it cannot be. */
export function peaksOfTurns(turns: readonly Turn[], durationMs: number): WaveformPeaks {
  const peaks = silentPeaks()
  for (const { role, startMs, endMs } of turns) {
    peaks[role].fill(TURN_PEAK, sliceAt(startMs, durationMs), sliceAt(endMs, durationMs) + 1)
  }
  return peaks
}

/**
 * Adds a piece of sound of one side.
 * @param startMs of the piece
 */
export function addSamples(
  peaks: Float32Array,
  samples: Float32Array,
  { startMs, sampleRateHz, durationMs }: { startMs: number; sampleRateHz: number; durationMs: number },
): void {
  for (let index = 0; index < samples.length; index += 1) {
    const slice = sliceAt(startMs + (index / sampleRateHz) * 1000, durationMs)
    const level = Math.abs(samples[index] ?? 0)
    if (level > (peaks[slice] ?? 1)) peaks[slice] = level
  }
}

function sliceAt(positionMs: number, durationMs: number): number {
  const slice = Math.floor((positionMs / Math.max(1, durationMs)) * PEAK_COUNT)
  return Math.min(PEAK_COUNT - 1, Math.max(0, slice))
}
