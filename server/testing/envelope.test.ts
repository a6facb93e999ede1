import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseWav } from '../audio/wav-file.ts'
import { envelopeCorrelation } from './envelope.ts'

const speech = (name: string) => parseWav(readFileSync(join(import.meta.dirname, 'speech', name))).samples

/** With two seconds of silence before it, and a gain that falls from 3 to 1, as gain controls do. */
function asHeard(samples: Int16Array): Int16Array {
  const heard = new Int16Array(samples.length + 32_000)
  for (const [i, sample] of samples.entries()) {
    heard[i + 32_000] = Math.max(-32_768, Math.min(32_767, sample * (3 - (2 * i) / samples.length)))
  }
  return heard
}

describe('the search for speech in what was heard', () => {
  it('finds it wherever it is, louder or softer', () => {
    const said = speech('user-ja.wav')
    expect(envelopeCorrelation(said, asHeard(said), 16_000)).toBeGreaterThan(0.95)
  })

  it('does not take other speech, or half of it, for the same', () => {
    const said = speech('user-ja.wav')
    expect(envelopeCorrelation(said, asHeard(speech('user-en.wav')), 16_000)).toBeLessThan(0.6)
    const half = asHeard(said).fill(0, 32_000 + said.length / 2)
    expect(envelopeCorrelation(said, half, 16_000)).toBeLessThan(0.7)
  })
})
