import { expect, test } from 'vitest'
import { englishPhrasing, japanesePhrasing, respaced } from './phrasing.ts'

test('a comma is a breath, the end of a sentence a pause, and written hesitation the longest', () => {
  expect(japanesePhrasing('もしもし？　……すみません、お電話が少し遠いようです。')).toEqual({
    text: 'もしもし？すみません、お電話が少し遠いようです。',
    pausesMs: [560, 140],
  })
  expect(japanesePhrasing('うーん……。前向きに。いいですね。')).toEqual({
    text: 'うーん。前向きに。いいですね。',
    pausesMs: [560, 390],
  })
})

test('hesitation at the very beginning is not spoken', () => {
  expect(japanesePhrasing('……まあ、いいです')).toEqual({ text: 'まあ、いいです', pausesMs: [140] })
})

test('English pauses at the ends of its sentences, and breathes at its commas', () => {
  const line = "Hi. Yes, it's 1,000. And what's that? Fine."
  expect(englishPhrasing(line)).toEqual({ text: line, pausesMs: [390, 140, 390, 390] })
})

test('a pause is shortened or lengthened, and the speech around it stays as it was', () => {
  const second = new Float32Array(1000).fill(0.5)
  const pause = new Float32Array(300)
  const sound = Float32Array.from([...second, ...pause, ...second])
  for (const pauseMs of [100, 300, 600]) {
    const changed = respaced(sound, 1000, [{ startS: 1, endS: 1.3 }], [pauseMs])
    expect(changed).toHaveLength(2000 + pauseMs)
    expect(changed.filter((sample) => sample === 0.5)).toHaveLength(2000)
    expect(changed.slice(1000, 1000 + pauseMs).every((sample) => sample === 0)).toBe(true)
  }
})

test('a sound without pauses stays as it is', () => {
  const sound = Float32Array.of(0.1, -0.2, 0.3)
  expect(respaced(sound, 1000, [], [])).toEqual(sound)
})
