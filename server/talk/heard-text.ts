interface Piece {
  text: string
  /** How much of the turn's sound had come before it. */
  fromMs: number
}

/**
 * The words of a partner's turn beside its sound, to tell which of them were heard when it is cut short. The
 * model says its words in pieces, each with or shortly before its sound, so a piece belongs to the sound that
 * came between it and the next one; within a piece the words are taken to be spread evenly.
 */
export class HeardText {
  readonly #pieces: Piece[] = []
  #soundMs = 0

  addText(text: string): void {
    const last = this.#pieces.at(-1)
    if (last?.fromMs === this.#soundMs) last.text += text
    else this.#pieces.push({ text, fromMs: this.#soundMs })
  }

  addSound(durationMs: number): void {
    this.#soundMs += durationMs
  }

  /** All of it. */
  get text(): string {
    return this.#pieces.map(({ text }) => text).join('')
  }

  /** What was said in the first `heardMs` of the sound. */
  until(heardMs: number): string {
    return this.#pieces
      .map(({ text, fromMs }, i) => {
        const toMs = this.#pieces[i + 1]?.fromMs ?? this.#soundMs
        return spokenPart(text, this.#shareOf(fromMs, toMs, heardMs))
      })
      .join('')
      .trimEnd()
  }

  #shareOf(fromMs: number, toMs: number, heardMs: number): number {
    if (heardMs >= toMs) return 1
    return heardMs <= fromMs ? 0 : (heardMs - fromMs) / (toMs - fromMs)
  }
}

/** A share of a text: whole words where words are set apart by spaces, characters where they are not. */
function spokenPart(text: string, share: number): string {
  if (share >= 1) return text
  const characters = [...text]
  const part = characters.slice(0, Math.floor(characters.length * share)).join('')
  const inWord = /[\p{L}\p{N}]$/u.test(part) && /^[\p{L}\p{N}]/u.test(text.slice(part.length))
  return inWord && /\s/.test(text) ? part.replace(/\S+$/u, '') : part
}
