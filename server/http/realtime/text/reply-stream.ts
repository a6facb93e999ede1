import type { TalkEvent } from '../../../../shared/talk-event.ts'

type Transcript = Extract<TalkEvent, { type: 'transcript' }>

export type ReplyFrame = { type: 'chunk'; text: string } | { type: 'complete'; full_text: string }

/** The partner's words, turn by turn: each word in one chunk, and the whole once. Pure. */
export class ReplyStream {
  #turnId: string | undefined
  #sent = ''
  /** The newest turn that is complete: its final words may be told again. */
  #completeId: string | undefined

  /** @returns what a client is to be told of it, in order */
  take({ turnId, role, text, final }: Transcript): ReplyFrame[] {
    if (role !== 'partner' || turnId === this.#completeId) return []
    if (turnId !== this.#turnId) {
      this.#turnId = turnId
      this.#sent = ''
    }
    const frames: ReplyFrame[] = []
    if (text.startsWith(this.#sent) && text.length > this.#sent.length) {
      frames.push({ type: 'chunk', text: text.slice(this.#sent.length) })
      this.#sent = text
    }
    if (final) {
      frames.push({ type: 'complete', full_text: text })
      this.#completeId = turnId
    }
    return frames
  }
}
