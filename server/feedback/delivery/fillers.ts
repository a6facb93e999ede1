import type { Delivery } from '../../../shared/delivery.ts'
import type { Locale } from '../../../shared/scenario.ts'

interface Filler {
  word: string
  pattern: RegExp
}

/** Where a phrase begins and ends in a transcript: at the text's ends, at punctuation, at a space. */
const BEFORE_JA = '(?<=^|[\\s、。，．,.！？!?…「」・])'
const AFTER_JA = '(?=$|[\\s、。，．,.！？!?…「」・])'
const BEFORE_EN = '(?<=^|[.,;:!?…—-]\\s*)'
const AFTER_EN = '(?=$|\\s*[.,;:!?…—-])'

const ja = (word: string, source: string): Filler => ({ word, pattern: new RegExp(source, 'gu') })
const en = (word: string, source: string): Filler => ({ word, pattern: new RegExp(source, 'gi') })

/**
 * Words that only fill time. Those that have a meaning too (その, まあ, like) count where they stand apart from the
 * sentence or are drawn out: rather too few than a fault found where there is none.
 */
const FILLERS: Record<Locale, readonly Filler[]> = {
  'ja-JP': [
    ja('えーと', 'え[ーえぇ〜~]+っ?と[ーぉ〜~]*'),
    ja('えっと', 'えっと[ーぉ〜~]*'),
    ja('えー', `${BEFORE_JA}え[ー〜~]+${AFTER_JA}`),
    ja('あー', `${BEFORE_JA}あ[ー〜~]+${AFTER_JA}`),
    ja('あのー', 'あの[ーぉ〜~]+'),
    ja('あの', `${BEFORE_JA}あの${AFTER_JA}`),
    ja('そのー', 'その[ーぉ〜~]+'),
    ja('その', `${BEFORE_JA}その${AFTER_JA}`),
    ja('まあ', `${BEFORE_JA}ま(?:[あぁー〜~]+)?${AFTER_JA}`),
    ja('なんか', `${BEFORE_JA}なんか`),
    ja('なんていうか', 'なん(?:て|と)(?:いう|言う|ゆう)か'),
    ja('うーん', `${BEFORE_JA}(?:う[ー〜~]+ん|ん[ー〜~]+)`),
  ],
  'en-US': [
    en('um', '\\b(?:u+m+|uhm+|erm+)\\b'),
    en('uh', '\\b(?:u+h+|er+)\\b(?!-)'),
    en('hmm', '\\bhm+\\b'),
    en('you know', `${BEFORE_EN}you know${AFTER_EN}|(?<=,\\s*)you know\\b|\\byou know(?=,)`),
    en('like', `(?<=[,…—]\\s*)like(?=\\s*[,…—])`),
    en('I mean', `${BEFORE_EN}I mean${AFTER_EN}`),
    en('sort of', `${BEFORE_EN}sort of${AFTER_EN}`),
    en('kind of', `${BEFORE_EN}kind of${AFTER_EN}`),
  ],
}

/** @param speechMs in which the texts were spoken; undefined where it is not known */
export function countFillers(
  texts: readonly string[],
  locale: Locale,
  speechMs: number | undefined,
): Delivery['fillers'] {
  const words = FILLERS[locale]
    .map(({ word, pattern }) => ({
      word,
      count: texts.reduce((sum, text) => sum + occurrences(text, pattern), 0),
    }))
    .filter(({ count }) => count > 0)
    .sort((one, other) => other.count - one.count)
  const count = words.reduce((sum, each) => sum + each.count, 0)
  return {
    count,
    ...(speechMs ? { perMinute: Math.round((count * 600_000) / speechMs) / 10 } : {}),
    words,
  }
}

/** NFKC makes ｱﾉ and ！ one with their usual forms; the wave dash and hiragana stay as they are. */
function occurrences(text: string, pattern: RegExp): number {
  return text.normalize('NFKC').match(pattern)?.length ?? 0
}
