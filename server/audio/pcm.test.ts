import { expect, test } from 'vitest'
import { base64FromPcm, bytesFromPcm, levelDbfs, pcmFromBase64, pcmFromBytes } from './pcm.ts'

test('bytes are read as little-endian samples and written back the same', () => {
  const pcm = pcmFromBytes(Uint8Array.of(0x34, 0x12, 0xff, 0xff))
  expect([...pcm]).toEqual([0x1234, -1])
  expect([...bytesFromPcm(pcm)]).toEqual([0x34, 0x12, 0xff, 0xff])
})

test.each([
  ['bytes', Uint8Array.of(9, 1, 0, 2, 0, 9)],
  ['a Buffer', Buffer.of(9, 1, 0, 2, 0, 9)],
])('a chunk in the middle of %s is read right at an even and at an odd offset', (_name, buffer) => {
  expect([...pcmFromBytes(buffer.subarray(1, 5))]).toEqual([1, 2])
  expect([...pcmFromBytes(buffer.subarray(2, 4))]).toEqual([0x0200])
})

test.each([0, 1])('the odd last byte of a broken sender is dropped (offset %i)', (offset) => {
  const buffer = Uint8Array.of(1, 0, 1, 0, 9, 9)
  expect(pcmFromBytes(buffer.subarray(offset, offset + 5))).toHaveLength(2)
  expect(pcmFromBytes(buffer.subarray(offset, offset + 1))).toHaveLength(0)
})

test('bytes of a part of the samples are those of that part alone', () => {
  const pcm = Int16Array.of(1, 2, 3, 4).subarray(1, 3)
  expect([...bytesFromPcm(pcm)]).toEqual([2, 0, 3, 0])
  expect([...pcmFromBase64(base64FromPcm(pcm))]).toEqual([2, 3])
})

test('broken base64 gives what can be read of it and never throws', () => {
  expect(pcmFromBase64('%%%')).toHaveLength(0)
  expect([...pcmFromBase64('AQAC')]).toEqual([1])
})

test.each([
  ['a full-scale square wave', Int16Array.of(-32_768, -32_768), 0],
  ['a tenth of it', Int16Array.of(3277, -3277), -20],
  ['silence', Int16Array.of(0, 0), -Infinity],
  ['nothing', new Int16Array(), -Infinity],
])('the level of %s', (_name, pcm, dbfs) => {
  expect(levelDbfs(pcm)).toBeCloseTo(dbfs, 1)
})
