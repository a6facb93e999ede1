import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesFromPcm } from './pcm.ts'
import { PcmFramer } from './pcm-framer.ts'

function setUp() {
  const samples: number[] = []
  const framer = new PcmFramer({
    frameSamples: 4,
    onFrame: (frame) => {
      expect(frame).toHaveLength(4)
      samples.push(...frame)
    },
  })
  return { framer, samples }
}

test('sound comes out as it went in, whole frames of it, whatever the chunks', () => {
  fc.assert(
    fc.property(fc.int16Array({ maxLength: 40 }), fc.array(fc.nat({ max: 20 })), (pcm, cuts) => {
      const { framer, samples } = setUp()
      const bytes = bytesFromPcm(pcm)
      let at = 0
      for (const length of cuts) {
        framer.push(bytes.subarray(at, at + length))
        at += length
      }
      framer.push(bytes.subarray(at))
      expect(samples).toEqual([...pcm.subarray(0, pcm.length - (pcm.length % 4))])
    }),
  )
})

test('after a reset what was no frame yet is forgotten, half a sample too', () => {
  const { framer, samples } = setUp()
  framer.push(new Uint8Array(7).fill(1))
  framer.reset()
  framer.push(new Uint8Array(8).fill(2))
  expect(samples).toEqual(Array(4).fill(0x0202))
})
