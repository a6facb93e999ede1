import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { INBOUND_SAMPLE_RATE_HZ, OUTBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import { levelDbfs } from '../audio/pcm.ts'
import { parseWav } from '../audio/wav-file.ts'
import { dialogueScripts } from './scripts/index.ts'
import { VoiceLibrary, voicesDirectory } from './voice-library.ts'
import { voiceManifest } from './voice-library-manifest.ts'

/** What may be committed: the bound that the built-in partner was given. */
const MAX_TOTAL_BYTES = 3_000_000
/** From a slow reader to somebody in a hurry, pauses included. */
const CHARACTERS_PER_SECOND = { 'ja-JP': { min: 4, max: 11 }, 'en-US': { min: 8, max: 26 } }

const manifest = voiceManifest.parse(
  JSON.parse(await readFile(join(voicesDirectory, 'manifest.json'), 'utf8')),
)
const seconds = (pcm: Int16Array) => pcm.length / OUTBOUND_SAMPLE_RATE_HZ
const peakDbfs = (pcm: Int16Array) =>
  20 * Math.log10(pcm.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0) / 32_768)

/** The share of the energy that a filter lets through: a biquad of the Audio EQ Cookbook, Q 0.71. */
function energyShare(pcm: Int16Array, kind: 'above' | 'below', cornerHz: number): number {
  const w = (2 * Math.PI * cornerHz) / OUTBOUND_SAMPLE_RATE_HZ
  const alpha = Math.sin(w) / Math.SQRT2
  const edge = kind === 'above' ? 1 + Math.cos(w) : 1 - Math.cos(w)
  const middle = kind === 'above' ? -edge : edge
  let [x1, x2, y1, y2, through, all] = [0, 0, 0, 0, 0, 0]
  for (const x of pcm) {
    const y = ((edge / 2) * (x + x2) + middle * x1 + 2 * Math.cos(w) * y1 - (1 - alpha) * y2) / (1 + alpha)
    ;[x2, x1, y2, y1] = [x1, x, y1, y]
    through += y * y
    all += x * x
  }
  return through / all
}

describe.each(dialogueScripts.map((script) => ({ id: script.id, script })))('$id', ({ script }) => {
  const library = new VoiceLibrary({ directory: voicesDirectory })

  test('has for every line a recording of human-sounding length, level and spectrum, unclipped', async () => {
    const pace = CHARACTERS_PER_SECOND[script.locale]
    for (const line of script.lines) {
      const { pcm } = await library.speech(script.id, line.id)
      const name = `${script.id}/${line.id}`
      const letters = line.text.replaceAll(/[\s、。？…　]/g, '').length
      // The silence at both ends is 160 ms; pauses and drawn-out words take up to a second.
      expect(letters / (seconds(pcm) - 0.16), name).toBeLessThan(pace.max)
      expect(letters / Math.max(0.3, seconds(pcm) - 1), name).toBeGreaterThan(pace.min)
      expect(levelDbfs(pcm), name).toBeGreaterThan(-25)
      expect(levelDbfs(pcm), name).toBeLessThan(-18)
      expect(peakDbfs(pcm), name).toBeLessThan(-1)
      expect(energyShare(pcm, 'above', 200), name).toBeGreaterThan(0.4)
      expect(energyShare(pcm, 'below', 4_000), name).toBeGreaterThan(0.8)
    }
  })

  test('begins every line at once, out of silence, and ends it soon after its last word, in silence', async () => {
    for (const line of script.lines) {
      const { pcm } = await library.speech(script.id, line.id)
      const at = (ms: number) => Math.round((ms * OUTBOUND_SAMPLE_RATE_HZ) / 1000)
      const name = `${script.id}/${line.id}`
      expect(levelDbfs(pcm.subarray(0, at(20))), name).toBeLessThan(-50)
      expect(peakDbfs(pcm.subarray(0, at(150))), name).toBeGreaterThan(-45)
      expect(levelDbfs(pcm.subarray(-at(20))), name).toBeLessThan(-50)
      expect(peakDbfs(pcm.subarray(-at(250))), name).toBeGreaterThan(-55)
    }
  })

  test('has a manifest that tells the length and size of each recording', async () => {
    expect(Object.keys(manifest[script.id] ?? {})).toEqual(script.lines.map((line) => line.id))
    for (const [lineId, facts] of Object.entries(manifest[script.id] ?? {})) {
      const { pcm } = await library.speech(script.id, lineId)
      expect(Math.abs(seconds(pcm) * 1000 - facts.durationMs), lineId).toBeLessThan(2)
      expect((await stat(join(voicesDirectory, script.id, `${lineId}.opus`))).size).toBe(facts.bytes)
    }
  })
})

test('all recordings together are under 3 MB, and there is none that no line needs', async () => {
  const files = await readdir(voicesDirectory, { recursive: true, withFileTypes: true })
  const recordings = files.filter((file) => file.name.endsWith('.opus'))
  const sizes = await Promise.all(
    files
      .filter((file) => file.isFile())
      .map(async (file) => (await stat(join(file.parentPath, file.name))).size),
  )
  expect(recordings).toHaveLength(dialogueScripts.flatMap((script) => script.lines).length)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MAX_TOTAL_BYTES)
})

test.each(['user-ja.wav', 'user-en.wav'])(
  '%s holds half a second of silence, some seconds of speech and half a second of silence',
  async (name) => {
    const file = await readFile(join(import.meta.dirname, '../testing/speech', name))
    expect(file.byteLength).toBeLessThan(400_000)
    const { samples, sampleRateHz } = parseWav(file)
    expect(sampleRateHz).toBe(INBOUND_SAMPLE_RATE_HZ)
    const edge = 0.48 * sampleRateHz
    const speech = samples.subarray(edge, -edge)
    expect(speech.length / sampleRateHz).toBeGreaterThan(4)
    expect(speech.length / sampleRateHz).toBeLessThan(6)
    expect(levelDbfs(speech)).toBeGreaterThan(-25)
    expect(levelDbfs(samples.subarray(0, edge))).toBeLessThan(-55)
    expect(levelDbfs(samples.subarray(-edge))).toBeLessThan(-55)
  },
)

describe('the library', () => {
  const scriptId = 'generic-en'

  test('reads a line once for everybody who asks for it', async () => {
    const library = new VoiceLibrary({ directory: voicesDirectory })
    const [first, second] = await Promise.all([
      library.speech(scriptId, 'bye'),
      library.speech(scriptId, 'bye'),
    ])
    expect((await library.speech(scriptId, 'bye')).pcm).toBe(first.pcm)
    expect(second.pcm).toBe(first.pcm)
    expect(library.stats()).toEqual({ cachedBytes: first.pcm.byteLength, hits: 2, misses: 1, evictions: 0 })
  })

  test('drops the line that was not asked for longest when it holds too much', async () => {
    const maxCachedBytes = 250_000
    const library = new VoiceLibrary({ directory: voicesDirectory, maxCachedBytes })
    const bye = await library.speech(scriptId, 'bye')
    for (const line of ['go-on', 'more', 'example', 'clearer', 'why-now']) {
      await library.speech(scriptId, line)
      expect((await library.speech(scriptId, 'bye')).pcm).toBe(bye.pcm)
      expect(library.stats().cachedBytes).toBeLessThanOrEqual(maxCachedBytes)
    }
    const { misses, evictions } = library.stats()
    expect(evictions).toBeGreaterThan(0)
    await library.speech(scriptId, 'go-on')
    expect(library.stats().misses).toBe(misses + 1)
  })

  test('says which recording it lacks, and looks again the next time', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'live-talk-voices-'))
    onTestFinished(() => rm(directory, { recursive: true }))
    const library = new VoiceLibrary({ directory })
    await expect(library.speech('.', 'missing')).rejects.toThrow('"./missing"')
    await writeFile(join(directory, 'missing.opus'), 'not Opus')
    await expect(library.speech('.', 'missing')).rejects.toThrow('"./missing"')
    await writeFile(
      join(directory, 'missing.opus'),
      await readFile(join(voicesDirectory, scriptId, 'bye.opus')),
    )
    expect((await library.speech('.', 'missing')).pcm.length).toBeGreaterThan(0)
    expect(library.stats().misses).toBe(3)
  })
})
