import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import { framesOf, joined, lagSamples, readSpeech, snrDb } from './fixtures/sound.ts'
import { OpusDecoder } from './opus-decoder.ts'
import { OpusEncoder } from './opus-encoder.ts'

let speech: Int16Array

beforeAll(async () => {
  speech = await readSpeech('woman', 24_000)
})

test('speech is understood at the other end, 6.5 ms later', () => {
  const encoder = new OpusEncoder({ sampleRateHz: 24_000 })
  const decoder = new OpusDecoder({ sampleRateHz: 24_000 })
  const heard = joined(
    ...[...framesOf(speech, 480)].map((frame) =>
      Int16Array.from(decoder.decode(encoder.encode(frame)) ?? []),
    ),
  )
  const lag = lagSamples(speech.subarray(0, 24_000), heard, 200)
  // Half a ms of play: the codec's high-pass filter for speech turns phases.
  expect(Math.abs(lag / 24 - 6.5)).toBeLessThan(0.5)
  expect(snrDb(speech.subarray(0, heard.length - lag), heard.subarray(lag))).toBeGreaterThan(8)
  decoder.close()
})

test('it takes about 35 kbit/s for speech, and every packet fits a datagram', () => {
  const encoder = new OpusEncoder({ sampleRateHz: 24_000 })
  const lengths = [...framesOf(speech, 480)].map((frame) => encoder.encode(frame).length)
  const bitsPerSecond = (lengths.reduce((sum, length) => sum + length, 0) * 8) / (lengths.length * 0.02)
  expect(bitsPerSecond).toBeGreaterThan(25_000)
  expect(bitsPerSecond).toBeLessThan(42_000)
  expect(Math.max(...lengths)).toBeLessThan(300)
})

test('it sends sound up to 12 kHz, in the mode that carries FEC', () => {
  const encoder = new OpusEncoder({ sampleRateHz: 24_000 })
  const configurations = [...framesOf(speech, 480)].map((frame) => (encoder.encode(frame)[0] ?? 0) >> 3)
  // Hybrid, super-wideband, 20 ms (RFC 6716, table 2).
  expect(new Set(configurations)).toEqual(new Set([13]))
})

test('a packet stays as it is while the next ones are made', () => {
  const encoder = new OpusEncoder({ sampleRateHz: 24_000 })
  const packets = [...framesOf(speech, 480)].slice(0, 50).map((frame) => encoder.encode(frame))
  const again = new OpusEncoder({ sampleRateHz: 24_000 })
  expect([...framesOf(speech, 480)].slice(0, 50).map((frame) => again.encode(frame))).toEqual(packets)
})

test.each([16_000, 24_000, 48_000] as const)('at %i Hz a frame is 20 ms and nothing else', (sampleRateHz) => {
  const encoder = new OpusEncoder({ sampleRateHz })
  expect(encoder.encode(new Int16Array(sampleRateHz / 50)).length).toBeGreaterThan(0)
  for (const samples of [0, sampleRateHz / 100, sampleRateHz / 50 + 1])
    expect(() => encoder.encode(new Int16Array(samples))).toThrow(RangeError)
})

test('closing twice is as good as once, and a closed encoder says so', () => {
  const encoder = new OpusEncoder({ sampleRateHz: 24_000 })
  encoder.close()
  encoder.close()
  expect(() => encoder.encode(new Int16Array(480))).toThrow('closed')
})

test('where the package has no native codec, its WebAssembly encodes speech that is understood', async () => {
  // The package chooses when it is loaded, so this takes a process of its own.
  const script = `
    import { framesOf, joined, lagSamples, readSpeech, snrDb } from './fixtures/sound.ts'
    import { OpusDecoder } from './opus-decoder.ts'
    import { OpusEncoder } from './opus-encoder.ts'
    const speech = await readSpeech('woman', 24_000)
    const encoder = new OpusEncoder({ sampleRateHz: 24_000 })
    const decoder = new OpusDecoder({ sampleRateHz: 24_000 })
    const heard = joined(...[...framesOf(speech, 480)].map((frame) => decoder.decode(encoder.encode(frame)).slice()))
    const lag = lagSamples(speech.subarray(0, 24_000), heard, 200)
    process.stdout.write(String(snrDb(speech.subarray(0, heard.length - lag), heard.subarray(lag))))
  `
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    env: { ...process.env, OPUS_FORCE_WASM: '1' },
  })
  expect(Number(stdout)).toBeGreaterThan(8)
})
