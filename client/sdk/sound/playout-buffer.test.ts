import { expect, test } from 'vitest'
import { PlayoutBuffer } from './playout-buffer.ts'

const buffer = () => new PlayoutBuffer({ startSamples: 8, maxSamples: 16 })
const counting = (from: number, length: number) => Float32Array.from({ length }, (_, i) => from + i)

function pull(from: PlayoutBuffer, length: number): number[] {
  const output = new Float32Array(length).fill(-1)
  from.pull(output)
  return [...output]
}

test('is silent until enough has come to ride out the network', () => {
  const playout = buffer()
  playout.push(counting(1, 4))
  expect(pull(playout, 2)).toEqual([0, 0])
  playout.push(counting(5, 4))
  expect(pull(playout, 4)).toEqual([1, 2, 3, 4])
  expect(pull(playout, 4)).toEqual([5, 6, 7, 8])
})

test('plays a turn that is shorter than that, once the wait is over', () => {
  const playout = buffer()
  playout.push(counting(1, 2))
  expect(pull(playout, 4)).toEqual([0, 0, 0, 0])
  expect(pull(playout, 4)).toEqual([0, 0, 0, 0])
  expect(pull(playout, 4)).toEqual([1, 2, 0, 0])
})

test('waits anew after it ran out, and counts that', () => {
  const playout = buffer()
  playout.push(counting(1, 8))
  expect(pull(playout, 10)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 0, 0])
  expect(playout.underruns).toBe(1)
  playout.push(counting(9, 4))
  expect(pull(playout, 2)).toEqual([0, 0])
})

test('never waits while there is nothing to wait with', () => {
  const playout = buffer()
  expect(pull(playout, 100)).toEqual(new Array(100).fill(0))
  playout.push(counting(1, 4))
  expect(pull(playout, 2)).toEqual([0, 0])
  expect(playout.underruns).toBe(0)
})

test('drops the oldest of a gust, and counts it', () => {
  const playout = buffer()
  playout.push(counting(1, 20))
  expect(playout.dropped).toBe(4)
  expect(pull(playout, 4)).toEqual([5, 6, 7, 8])
})

test('forgets everything that waits when the partner is interrupted', () => {
  const playout = buffer()
  playout.push(counting(1, 12))
  pull(playout, 2)
  playout.clear()
  expect(pull(playout, 4)).toEqual([0, 0, 0, 0])
  expect(playout.length).toBe(0)
  playout.push(counting(50, 8))
  expect(pull(playout, 2)).toEqual([50, 51])
})

test('goes round its ring without a seam', () => {
  const playout = buffer()
  playout.push(counting(0, 8))
  const heard: number[] = []
  for (let at = 8; at < 80; at += 4) {
    heard.push(...pull(playout, 4))
    playout.push(counting(at, 4))
  }
  expect(heard).toEqual([...counting(0, 72)])
})
