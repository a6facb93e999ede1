import type { Locale } from '../../../shared/scenario.ts'

const segmenters: Record<Locale, Intl.Segmenter> = {
  'ja-JP': new Intl.Segmenter('ja', { granularity: 'word' }),
  'en-US': new Intl.Segmenter('en', { granularity: 'word' }),
}

/** Words that any goal may have. */
const COMMON = new Set(
  (
    'about agree agreement already also always and another before being behind between clearly concrete each either ' +
    'find first from get give have have honest into just keep kind know learn make more most need only over own ' +
    'reach really say show simply some stay stays take than that the their them then they this time trade two ' +
    'until what when where which while will with without your ' +
    '話 最後 具体 具体的 何 自分 相手 約束 目標 達成'
  ).split(' '),
)

/** Counts and times of day differ from talk to talk. */
const NUMERAL = /^[\d一二三四五六七八九十百千]+/u
const KANJI_OR_KATAKANA_WORD = /^[\p{Script=Han}\p{Script=Katakana}ー]{2,}$/u
/** 打ち合わせ, 困りごと; shorter ones are mostly forms of common verbs. */
const LONG_WORD_WITH_KANA = /^\p{Script=Han}[\p{Script=Han}\p{Script=Hiragana}]{3,}$/u

/** The words of a goal that carry its subject: nouns, as far as their letters tell. */
export function goalWords(goal: string, locale: Locale): string[] {
  const words = [...segmenters[locale].segment(goal.normalize('NFKC'))]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment.toLowerCase())
    .filter((word) => (locale === 'ja-JP' ? isSubjectInJapanese(word) : word.length >= 4))
  return [...new Set(words)].filter((word) => !COMMON.has(word))
}

function isSubjectInJapanese(word: string): boolean {
  return !NUMERAL.test(word) && (KANJI_OR_KATAKANA_WORD.test(word) || LONG_WORD_WITH_KANA.test(word))
}
