import type { Locale } from './scenario.ts'

/** What stands in a transcript where somebody spoke and nobody made out the words: the built-in partner never does. */
export const unheardWords: Readonly<Record<Locale, string>> = { 'ja-JP': '（音声）', 'en-US': '(speech)' }

export function isUnheard(text: string): boolean {
  return Object.values(unheardWords).includes(text.trim())
}
