import type { Usage } from './server-message.ts'

/** Tokens of a conversation so far. Plain data, kept with a resumption handle. */
export interface UsedTokens {
  text: number
  audio: number
}

/** What Live sessions are charged for a second of sound in either direction. */
const AUDIO_TOKENS_PER_S = 25
/** English; of Japanese, about every character is a token. */
const ASCII_CHARS_PER_TOKEN = 4

/**
 * Counts a conversation's tokens about as the Live API would: each turn's prompt is the whole context so far, so
 * the counts grow from turn to turn.
 */
export class UsageMeter {
  readonly #context: UsedTokens

  constructor(context: UsedTokens = { text: 0, audio: 0 }) {
    this.#context = { ...context }
  }

  addText(text: string): void {
    const asciiChars = text.match(/[ -~]/g)?.length ?? 0
    this.#context.text += Math.ceil(asciiChars / ASCII_CHARS_PER_TOKEN) + (text.length - asciiChars)
  }

  addSpeech(durationMs: number): void {
    this.#context.audio += audioTokens(durationMs)
  }

  /** Closes a turn in which the partner spoke for `responseMs`. */
  endTurn(responseMs: number): Usage {
    const { text, audio } = this.#context
    const response = audioTokens(responseMs)
    this.#context.audio += response
    return {
      promptTokenCount: text + audio,
      responseTokenCount: response,
      totalTokenCount: text + audio + response,
      promptTokensDetails: [
        { modality: 'TEXT' as const, tokenCount: text },
        { modality: 'AUDIO' as const, tokenCount: audio },
      ].filter(({ tokenCount }) => tokenCount > 0),
      responseTokensDetails: response > 0 ? [{ modality: 'AUDIO', tokenCount: response }] : [],
    }
  }

  used(): UsedTokens {
    return { ...this.#context }
  }
}

function audioTokens(durationMs: number): number {
  return Math.round((durationMs / 1000) * AUDIO_TOKENS_PER_S)
}
