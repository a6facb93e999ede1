import { expect, test } from 'vitest'
import { countMorae, countSyllables, measurePace } from './pace.ts'

test.each([
  ['おせわになっております', 11],
  ['きょう、ちょっと', 5],
  ['コーヒー', 4],
  ['ｺﾝﾋﾟｭｰﾀ', 5],
  ['', 0],
])('%s has %i morae', (text, morae) => {
  expect(countMorae(text)).toEqual({ morae, guessedShare: 0 })
})

test.each([
  // ぎじろくをじどうでつくるさーびすのけんで
  ['議事録を自動で作るサービスの件で', 20],
  // さんじゅっぷんほどうちあわせをおねがいします
  ['三十分ほど打ち合わせをお願いします', 21],
])('morae of %s are guessed within a seventh', (text, morae) => {
  expect(Math.abs(countMorae(text).morae - morae)).toBeLessThanOrEqual(morae / 7)
})

test.each([
  ["Hello, thanks for your time. I'd like to hear how the pilot went, before we talk about prices.", 22],
  ['The people in the little house wanted tables and oranges.', 16],
  ['We agreed on a time and changed the dates.', 10],
])('syllables of %j are counted within a tenth', (text, syllables) => {
  expect(Math.abs(countSyllables(text) - syllables)).toBeLessThanOrEqual(syllables / 10)
})

test.each([
  [
    'by morae in Japanese',
    { locale: 'ja-JP', text: 'あ'.repeat(70), peaks: 100 },
    { perMinute: 420, unit: 'morae' },
  ],
  [
    'by syllables in English',
    { locale: 'en-US', text: 'we go '.repeat(15), peaks: 100 },
    { perMinute: 180, unit: 'syllables' },
  ],
  [
    'by the sound where the text is nearly all kanji',
    { locale: 'ja-JP', text: '東京都港区南青山', peaks: 60 },
    { perMinute: 360, unit: 'envelopePeaks' },
  ],
  [
    'by the sound where there is no text',
    { locale: 'en-US', text: '', peaks: 40 },
    { perMinute: 240, unit: 'envelopePeaks' },
  ],
  ['not at all without either', { locale: 'en-US', text: '', peaks: undefined }, undefined],
] as const)('pace is measured %s', (_, input, expected) => {
  expect(measurePace({ ...input, speechMs: 10_000 })).toEqual(expected)
})

test('a few seconds of speech tell nothing of a pace', () => {
  expect(measurePace({ locale: 'ja-JP', text: 'あ'.repeat(70), speechMs: 3_000, peaks: 10 })).toBeUndefined()
})
