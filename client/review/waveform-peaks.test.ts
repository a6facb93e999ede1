import { describe, expect, it } from 'vitest'
import { addSamples, PEAK_COUNT, peaksOfTurns, silentPeaks } from './waveform-peaks.ts'

const durationMs = 60_000
const at = (ms: number) => Math.floor((ms / durationMs) * PEAK_COUNT)

describe('the waveform of a talk', () => {
  it('shows who spoke when before the sound has been read', () => {
    const turns = [
      { id: 'u1', role: 'user' as const, text: '', startMs: 5_000, endMs: 10_000 },
      { id: 'p1', role: 'partner' as const, text: '', startMs: 58_000, endMs: 70_000 },
    ]
    const { user, partner } = peaksOfTurns(turns, durationMs)
    expect(user[at(4_000)]).toBe(0)
    expect(user[at(7_000)]).toBeGreaterThan(0)
    expect(user[at(11_000)]).toBe(0)
    expect(partner[at(7_000)]).toBe(0)
    expect(partner[PEAK_COUNT - 1]).toBeGreaterThan(0)
  })

  it('keeps the loudest of each moment, whichever way it swings', () => {
    const { user } = silentPeaks()
    const piece = { startMs: 30_000, sampleRateHz: 1_000, durationMs }
    addSamples(user, Float32Array.of(0.1, -0.75, 0.2), piece)
    addSamples(user, Float32Array.of(0.5), piece)
    expect(user[at(30_000)]).toBe(0.75)
    expect(user.filter((level) => level > 0)).toHaveLength(1)
  })

  it('takes sound past the end for the end', () => {
    const { user } = silentPeaks()
    addSamples(user, Float32Array.of(1), { startMs: 99_000, sampleRateHz: 1_000, durationMs })
    expect(user[PEAK_COUNT - 1]).toBe(1)
  })
})
