import { expect, test } from 'vitest'
import { countFillers } from './fillers.ts'

test.each<[string, Record<string, number>]>([
  ['えーと、資料ですが、あのー、えっと、三部です。', { えーと: 1, あのー: 1, えっと: 1 }],
  ['あの、その、まあ、いいです。', { あの: 1, その: 1, まあ: 1 }],
  ['あの人とその件で、まあまあ話しました。', {}],
  ['なんか、違います。私なんかが言うのも。', { なんか: 1 }],
  ['うーん、ええ、そうですね。', { うーん: 1 }],
  ['ｴｰﾄ、ええと、えーっと', { えーと: 2 }],
  ['なんていうか、えー、難しいです。', { なんていうか: 1, えー: 1 }],
])('in %j the fillers are %j', (text, expected) => {
  expect(wordsOf(text, 'ja-JP')).toEqual(expected)
})

test.each<[string, Record<string, number>]>([
  ['Um, I think, uh, we can do it. Ummm.', { um: 2, uh: 1 }],
  ['The umbrella was, like, broken. I like it.', { like: 1 }],
  ['You know, it works. Do you know him? It is, you know, new.', { 'you know': 2 }],
  ['Er, hmm, I mean, sort of. I mean what I say.', { uh: 1, hmm: 1, 'I mean': 1, 'sort of': 1 }],
  ['What kind of vans? Uh-huh.', {}],
])('in %j the fillers are %j', (text, expected) => {
  expect(wordsOf(text, 'en-US')).toEqual(expected)
})

test('fillers are counted over all turns, by the minute of speaking where that is known', () => {
  expect(countFillers(['um, yes', 'um, uh'], 'en-US', 30_000)).toEqual({
    count: 3,
    perMinute: 6,
    words: [
      { word: 'um', count: 2 },
      { word: 'uh', count: 1 },
    ],
  })
  expect(countFillers(['um'], 'en-US', undefined)).not.toHaveProperty('perMinute')
})

function wordsOf(text: string, locale: 'ja-JP' | 'en-US') {
  return Object.fromEntries(
    countFillers([text], locale, undefined).words.map(({ word, count }) => [word, count]),
  )
}
