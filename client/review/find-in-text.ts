/** Where something stands in a text: UTF-16 offsets, the end excluded. */
export interface TextSpan {
  start: number
  end: number
}

/**
 * Every place where the query stands in the text, whichever way both are written: in capitals or not, in full or half
 * width, in hiragana or katakana. Nothing is found by blanks alone.
 */
export function findInText(text: string, query: string): TextSpan[] {
  const wanted = foldedOf(query.trim()).text
  if (wanted === '') return []
  const folded = foldedOf(text)
  const spans: TextSpan[] = []
  for (let from = 0; ; ) {
    const at = folded.text.indexOf(wanted, from)
    if (at < 0) return spans
    from = at + wanted.length
    spans.push({ start: folded.startOf(at), end: folded.endOf(from - 1) })
  }
}

interface Folded {
  text: string
  /** From an offset in the folded text to that in the text itself. */
  startOf: (offset: number) => number
  endOf: (offset: number) => number
}

/** Folding may change how long a letter is, so where each came from is kept. */
function foldedOf(text: string): Folded {
  let folded = ''
  const starts: number[] = []
  const ends: number[] = []
  let at = 0
  for (const { segment } of letters.segment(text)) {
    const part = hiraganaOf(segment.normalize('NFKC').toLowerCase())
    for (let index = 0; index < part.length; index += 1) {
      starts.push(at)
      ends.push(at + segment.length)
    }
    folded += part
    at += segment.length
  }
  return { text: folded, startOf: (offset) => starts[offset] ?? at, endOf: (offset) => ends[offset] ?? at }
}

/** By what a reader takes for one letter: a half-width kana and its voicing mark are two code points. */
const letters = new Intl.Segmenter('ja', { granularity: 'grapheme' })

/** Unicode has the katakana 0x60 behind the hiragana, in the same order. */
function hiraganaOf(text: string): string {
  return text.replace(/[\u30a1-\u30f6]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60))
}
