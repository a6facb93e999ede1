/**
 * A text as it is compared: NFKC (so full and half width are one), lower case, letters and digits alone. Each
 * character remembers where it came from, so that a match can be given back as it stands in the text.
 */
export interface QuotableText {
  /** UTF-16 units of the compared form. */
  compared: string
  /** For each unit: where the grapheme it came from begins and ends in the original. */
  origins: readonly { start: number; end: number }[]
  original: string
}

const segmenter = new Intl.Segmenter('ja', { granularity: 'grapheme' })
const NOT_SAID = /[^\p{L}\p{N}\p{M}]/gu

/** What joins with the character before it: a half-width kana and its voicing mark become one character. */
const JOINING = /[\p{M}\uff9e\uff9f]/u

export function quotableText(original: string): QuotableText {
  let compared = ''
  const origins: { start: number; end: number }[] = []
  for (const { segment, index } of segmentsOf(original)) {
    const said = comparedForm(segment)
    const origin = { start: index, end: index + segment.length }
    for (let i = 0; i < said.length; i++) origins.push(origin)
    compared += said
  }
  return { compared, origins, original }
}

/** Graphemes; where no characters join, these are the characters, and finding them is ten times faster. */
function* segmentsOf(text: string): Iterable<{ segment: string; index: number }> {
  if (JOINING.test(text)) return yield* segmenter.segment(text)
  let index = 0
  for (const segment of text) {
    yield { segment, index }
    index += segment.length
  }
}

function comparedForm(segment: string): string {
  return segment.normalize('NFKC').toLowerCase().replace(NOT_SAID, '')
}

const WORD = /[\p{Script=Latin}\p{N}]/u
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]/u

/** How much a quote says: a Japanese character about as much as two Latin letters. */
export function weightOf(compared: string): number {
  return [...compared].reduce((sum, character) => sum + (WIDE.test(character) ? 2 : 1), 0)
}

/**
 * The words of the text that a quote repeats, as they stand there; undefined where it does not. Words of Latin
 * letters match as a whole: "art" is not in "start".
 */
export function findQuote(text: QuotableText, quote: QuotableText): string | undefined {
  if (quote.compared === '') return undefined
  for (
    let at = text.compared.indexOf(quote.compared);
    at >= 0;
    at = text.compared.indexOf(quote.compared, at + 1)
  ) {
    const start = text.origins[at]?.start ?? 0
    const end = text.origins[at + quote.compared.length - 1]?.end ?? start
    if (cutsWord(text.original, start) || cutsWord(text.original, end)) continue
    return text.original.slice(start, end)
  }
  return undefined
}

/** Whether a place lies within a Latin word. */
function cutsWord(text: string, at: number): boolean {
  return WORD.test(text.slice(Math.max(0, at - 1), at)) && WORD.test(text.slice(at, at + 1))
}
