import type { Locale } from '../../shared/scenario.ts'
import type { DialogueScript, Topic } from './dialogue-script.ts'

/** A finished turn of the user's: how long they spoke, or what they typed. */
export type Heard = { kind: 'speech'; durationMs: number } | { kind: 'text'; text: string }

/** What the dialogue makes of it. */
export interface Hearing {
  length: 'grunt' | 'normal' | 'monologue'
  topic: Topic | undefined
}

/** A "yes" or an "er" ends before; the shortest real sentences take longer. */
const GRUNT_BELOW_MS = 1_200
/** By then most people on the telephone would have asked something back. */
const MONOLOGUE_ABOVE_MS = 12_000

/** The time that a typed character would take to say: about 400 Japanese or 900 English characters a minute. */
const MS_PER_CHARACTER: Record<Locale, number> = { 'ja-JP': 150, 'en-US': 65 }

export function hearingOf(heard: Heard, script: DialogueScript): Hearing {
  if (heard.kind === 'speech') return { length: lengthOf(heard.durationMs), topic: undefined }
  const text = normalised(heard.text)
  return {
    length: lengthOf([...text].length * MS_PER_CHARACTER[script.locale]),
    topic: script.topics.find((topic) => topic.words.some((word) => contains(text, word))),
  }
}

/** Full-width and half-width, upper and lower case are the same word. */
export function normalised(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim()
}

function lengthOf(durationMs: number): Hearing['length'] {
  if (durationMs < GRUNT_BELOW_MS) return 'grunt'
  return durationMs > MONOLOGUE_ABOVE_MS ? 'monologue' : 'normal'
}

/** "price" is found in "prices" but "rice" is not; Japanese writes no spaces, so its words are found anywhere. */
function contains(text: string, word: string): boolean {
  const isEnglish = /^[a-z0-9]/.test(word)
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (!isEnglish || !/[a-z0-9]/.test(text[at - 1] ?? '')) return true
  }
  return false
}
