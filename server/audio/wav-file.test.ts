import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatWav, parseWav } from './wav-file.ts'

const mono = formatWav(Int16Array.of(1, -2, 32_767, -32_768), 16_000)

/** A copy of a good file with 16-bit fields of its header overwritten. */
function withHeader(fields: Record<number, number>): Uint8Array {
  const file = mono.slice()
  for (const [at, value] of Object.entries(fields))
    new DataView(file.buffer).setUint16(Number(at), value, true)
  return file
}

test('samples and rate come back as they were written', () => {
  fc.assert(
    fc.property(fc.int16Array(), fc.integer({ min: 1, max: 192_000 }), (samples, sampleRateHz) => {
      expect(parseWav(formatWav(samples, sampleRateHz))).toEqual({ sampleRateHz, samples })
    }),
  )
})

test('the samples stay as they are when the bytes of the file are used for something else', () => {
  const file = mono.slice()
  const { samples } = parseWav(file)
  file.fill(0)
  expect([...samples]).toEqual([1, -2, 32_767, -32_768])
})

test('stereo is mixed down to the mean of both channels', () => {
  expect([...parseWav(withHeader({ 22: 2 })).samples]).toEqual([-1, -1])
})

test('chunks that other programs add are skipped, odd ones with their padding', () => {
  const list = [...Buffer.from('LIST'), 3, 0, 0, 0, 7, 7, 7, 0]
  const file = Uint8Array.from([...mono.subarray(0, 36), ...list, ...mono.subarray(36)])
  expect([...parseWav(file).samples]).toEqual([1, -2, 32_767, -32_768])
})

test('a file is read from the middle of a larger buffer, at an odd offset too', () => {
  const buffer = new Uint8Array(mono.byteLength + 1)
  buffer.set(mono, 1)
  expect([...parseWav(buffer.subarray(1)).samples]).toEqual([1, -2, 32_767, -32_768])
})

test.each([
  ['no bytes', new Uint8Array(), /not a WAV file/],
  ['an Ogg file', Buffer.from('OggS aaaaaaaaaaaaaaaaaaa'), /not a WAV file/],
  ['a header without sound', mono.subarray(0, 36), /no sound/],
  ['sound that stops before its announced end', mono.subarray(0, 50), /cut off/],
  ['floating point', withHeader({ 20: 3, 34: 32 }), /16-bit PCM.*format 3 with 32 bits/],
  ['8 bits', withHeader({ 34: 8 }), /16-bit PCM/],
  ['six channels', withHeader({ 22: 6 }), /6 channels/],
  ['a rate of 0', withHeader({ 24: 0, 26: 0 }), /rate is 0/],
  ['a format chunk of 2 bytes', withHeader({ 16: 2 }), /too short/],
  ['sound before its format', Buffer.from('RIFF\0\0\0\0WAVEdata\0\0\0\0'), /before its format/],
])('%s: refused with the reason', (_name, bytes, message) => {
  expect(() => parseWav(bytes)).toThrow(message)
})

test('whatever bytes come, the answer is sound or a plain Error', () => {
  const damaged = fc.tuple(fc.nat(mono.length - 1), fc.nat(255)).map(([at, value]) => mono.with(at, value))
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), damaged), (bytes) => {
      try {
        expect(parseWav(bytes).samples.length).toBeLessThanOrEqual(bytes.length / 2)
      } catch (error) {
        expect(error).toHaveProperty('message', expect.stringMatching(/WAV file/))
      }
    }),
  )
})
