import type { Locale } from './scenario.ts'

/** By what a sentence, or a turn that begins with one, is taken for a question. It may still be none. */
export const questionCues: Readonly<Record<Locale, RegExp>> = {
  'ja-JP': /[?？]|(?:です|ます|でしょう|ません|ました)か(?=[。、\s]|$)|(?:教えて|聞かせて|お聞かせ)/u,
  'en-US':
    /\?|^(?:what|how|why|which|who|where|when|could you|can you|would you|do you|did you|is there|are there)\b/i,
}
