import type { Locale } from '../../shared/scenario.ts'

/**
 * What the model is told, as a text turn of the user's, when a scenario lets the partner speak first: a Live
 * model says nothing until it has been given a turn. The built-in partner knows these very words and answers
 * with its opening line. Not part of the talk's transcript.
 */
export const openingCue: Record<Locale, string> = {
  'ja-JP': '（通話がつながりました。あなたから話し始めてください。）',
  'en-US': '(The call is connected. You speak first.)',
}
