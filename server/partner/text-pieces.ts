import type { Locale } from '../../shared/scenario.ts'

/** Languages that write no spaces are cut at word boundaries, as Unicode's dictionaries find them. */
const japaneseWords = new Intl.Segmenter('ja', { granularity: 'word' })

/** A transcript of Japanese comes in pieces of about this many characters. */
const MIN_PIECE_CHARS = 3
const MAX_PIECE_CHARS = 6

const ENDS_CLAUSE = /[、。！？…」）]$/

/**
 * Cuts a line into the pieces in which a model's transcript would come: English by words, each with its leading
 * space; Japanese by two or three words, ending with a clause. Joined as they are, they are the line.
 */
export function textPieces(text: string, locale: Locale): string[] {
  return locale === 'ja-JP' ? japanesePieces(text) : (text.match(/\s*\S+(\s+$)?/g) ?? [])
}

function japanesePieces(text: string): string[] {
  const pieces: string[] = []
  let piece = ''
  for (const { segment, isWordLike } of japaneseWords.segment(text)) {
    const isFull = piece.length >= MIN_PIECE_CHARS && piece.length + segment.length > MAX_PIECE_CHARS
    // punctuation never begins a piece
    if (isWordLike && piece !== '' && (isFull || ENDS_CLAUSE.test(piece))) {
      pieces.push(piece)
      piece = ''
    }
    piece += segment
  }
  if (piece !== '') pieces.push(piece)
  return pieces
}
