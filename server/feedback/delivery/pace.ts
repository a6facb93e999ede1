import type { Delivery } from '../../../shared/delivery.ts'
import type { Locale } from '../../../shared/scenario.ts'

/** Less speech than this says nothing of a person's pace. */
const MIN_SPEECH_MS = 5_000
/** A kanji in running text is read in just below two morae: on readings mostly two, kun readings one to three. */
const MORAE_A_KANJI = 1.9
/** ichi, ni, san ... kyu: a digit alone; place names make up for those that are read together. */
const MORAE_A_DIGIT = 1.9
/** Letters in Japanese talk are mostly read one by one: ei, bii, shii. */
const MORAE_A_LETTER = 2
/** With more than this share of characters whose reading is only guessed, the sound tells better than the text. */
const MAX_GUESSED_SHARE = 0.7

/** Small kana share their mora with the kana before; the small tsu is one of its own. */
const SMALL_KANA = /[ぁぃぅぇぉゃゅょゎァィゥェォャュョヮ]/u
const KANA = /[ぁ-ゖァ-ヺー]/u
const KANJI = /[\p{Script=Han}々]/u

export interface PaceInput {
  locale: Locale
  /** What was said in `speechMs` of speech. */
  text: string
  speechMs: number
  /** Peaks of loudness in `speechMs`; undefined without sound. */
  peaks: number | undefined
}

/** How fast somebody spoke; undefined where there is too little to tell. */
export function measurePace({ locale, text, speechMs, peaks }: PaceInput): Delivery['pace'] {
  if (speechMs < MIN_SPEECH_MS) return undefined
  const perMinute = (count: number) => Math.round((count * 60_000) / speechMs)
  if (locale === 'en-US') {
    const syllables = countSyllables(text)
    if (syllables > 0) return { perMinute: perMinute(syllables), unit: 'syllables' }
  } else {
    const { morae, guessedShare } = countMorae(text)
    if (morae > 0 && (guessedShare <= MAX_GUESSED_SHARE || peaks === undefined))
      return { perMinute: perMinute(morae), unit: 'morae' }
  }
  return peaks === undefined || peaks === 0
    ? undefined
    : { perMinute: perMinute(peaks), unit: 'envelopePeaks' }
}

/** Morae of a Japanese text: exact for kana, by average for the rest. */
export function countMorae(text: string): { morae: number; guessedShare: number } {
  let morae = 0
  let read = 0
  let guessed = 0
  for (const character of text.normalize('NFKC')) {
    if (SMALL_KANA.test(character)) continue
    const each = moraeOf(character)
    if (each === 0) continue
    morae += each
    read++
    if (!KANA.test(character)) guessed++
  }
  return { morae: Math.round(morae), guessedShare: read === 0 ? 0 : guessed / read }
}

function moraeOf(character: string): number {
  if (KANA.test(character)) return 1
  if (KANJI.test(character)) return MORAE_A_KANJI
  if (/\d/.test(character)) return MORAE_A_DIGIT
  return /[A-Za-z]/.test(character) ? MORAE_A_LETTER : 0
}

/** Syllables of an English text, by its groups of vowels: within a tenth of the truth over some sentences. */
export function countSyllables(text: string): number {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[a-z]+(?:['’][a-z]+)?|\d/g) ?? []
  return words.reduce((sum, word) => sum + syllablesOf(word), 0)
}

function syllablesOf(word: string): number {
  if (/^\d$/.test(word)) return word === '7' ? 2 : 1
  const spoken = word
    .replace(/['’]/g, '')
    // A final e is mute, as are those of -es and -ed; but not in "table", "wanted", "houses", "the".
    .replace(/(?<=[aeiouy].*)(?:(?<![lr])e|(?<=[aeiouy]l)e|(?<![td])ed|(?<![scxzgh])es)$/, '')
    .replace(/(?<=[aeiouy].*[aeiouyr])re$/, 'r')
  return Math.max(1, spoken.match(/[aeiouy]+/g)?.length ?? 0)
}
