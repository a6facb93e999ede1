import { expect, test } from 'vitest'
import { Chunker, pcmOfSamples, samplesOfPcm } from './pcm-samples.ts'

test.each([
  [0, 0],
  [0.5, 16_384],
  [-1, -32_768],
  [1, 32_767],
  [1.7, 32_767],
  [-3, -32_768],
])('a sample of %f becomes %i: louder than loud is clipped, not wrapped', (sample, expected) => {
  expect([...pcmOfSamples(Float32Array.of(sample))]).toEqual([expected])
})

test('PCM comes back as it was', () => {
  const pcm = Int16Array.of(0, 1, -1, 12_345, -32_768, 32_767)
  expect([...pcmOfSamples(samplesOfPcm(pcm.buffer))]).toEqual([...pcm])
})

test('a stray last byte is left out', () => {
  expect(samplesOfPcm(new Uint8Array([0, 64, 9]).buffer)).toEqual(Float32Array.of(0.5))
})

test('chunks have one length, however the samples come', () => {
  const chunks: number[][] = []
  const chunker = new Chunker({ chunkSamples: 3, onChunk: (chunk) => chunks.push([...chunk]) })
  chunker.push(Float32Array.of(1))
  chunker.push(Float32Array.of(2, 3, 4, 5, 6, 7))
  expect(chunks).toEqual([
    [1, 2, 3],
    [4, 5, 6],
  ])
})
