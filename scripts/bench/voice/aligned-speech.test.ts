import { describe, expect, it } from 'vitest'
import { readSpeech, whiteNoise } from '../../../server/audio/fixtures/sound.ts'
import { alignSpeech, longestHoleMs, speechToNoiseDb } from './aligned-speech.ts'

const MESSAGE_SAMPLES = 640
const said = await readSpeech('woman', 16_000)

/** As messages, from wherever in what was said. */
function messages(sound: Int16Array): Int16Array[] {
  return Array.from({ length: Math.floor(sound.length / MESSAGE_SAMPLES) }, (_, i) =>
    sound.slice(i * MESSAGE_SAMPLES, (i + 1) * MESSAGE_SAMPLES),
  )
}

describe('speech that is looked for in what was said', () => {
  it('is found where it lies, and is clean and whole when nothing happened to it', () => {
    const heard = messages(said)
    const pieces = alignSpeech(said, heard)
    for (const [i, { from }] of pieces.entries())
      if (from !== undefined) expect(from).toBe(i * MESSAGE_SAMPLES)
    expect(pieces.filter(({ from }) => from !== undefined).length).toBeGreaterThan(heard.length / 3)
    expect(speechToNoiseDb(pieces)).toBe(Number.POSITIVE_INFINITY)
    expect(longestHoleMs(said, heard, pieces)).toBe(0)
  })

  it('is found again after a jitter buffer has left some of it out', () => {
    const skipped = 1_600
    const pieces = alignSpeech(said, messages(said.subarray(skipped)))
    for (const [i, { from }] of pieces.entries())
      if (from !== undefined) expect(from).toBe(i * MESSAGE_SAMPLES + skipped)
  })

  it('has a hole where silence stands for a word, and noise in its place', () => {
    const heard = messages(said)
    const loud = alignSpeech(said, heard).findIndex(
      ({ from }, i, all) => from && all[i + 1]?.from && all[i + 2]?.from,
    )
    heard[loud + 1]?.fill(0)
    const pieces = alignSpeech(said, heard)
    expect(longestHoleMs(said, heard, pieces)).toBe(40)
    expect(speechToNoiseDb(pieces)).toBeLessThan(40)
  })

  it('has a hole where another sound as loud stands for a word: a guess that is wrong', () => {
    const heard = messages(said)
    const loud = alignSpeech(said, heard).findIndex(
      ({ from }, i, all) => from && all[i + 1]?.from && all[i + 2]?.from,
    )
    heard[loud + 1]?.set(whiteNoise(MESSAGE_SAMPLES, -20))
    expect(longestHoleMs(said, heard, alignSpeech(said, heard))).toBe(40)
  })
})
