export const languages = ['ja', 'en'] as const
export type Language = (typeof languages)[number]

/** Each in its own words, so that whoever lands in the wrong one finds back. */
export const languageNames: Record<Language, string> = { ja: '日本語', en: 'English' }

const STORAGE_KEY = 'live-talk.language'

/**
 * Which language the page speaks: what the address says (`?lang=`), else what was chosen before, else the first
 * of the browser's languages that there is, else English.
 */
export function pickLanguage(wishes: {
  search: string
  stored: string | null
  preferred: readonly string[]
}): Language {
  const candidates = [new URLSearchParams(wishes.search).get('lang'), wishes.stored, ...wishes.preferred]
  for (const candidate of candidates) {
    const language = languages.find((known) => candidate?.toLowerCase().split('-')[0] === known)
    if (language) return language
  }
  return 'en'
}

/** Null too where the browser keeps nothing for this page. */
export function storedLanguage(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY)
  } catch {
    return null
  }
}

/** Also in the address, where it stands there, so that a reload does not take the choice back. */
export function storeLanguage(language: Language): void {
  const url = new URL(location.href)
  if (url.searchParams.has('lang')) {
    url.searchParams.set('lang', language)
    history.replaceState(history.state, '', url)
  }
  try {
    localStorage.setItem(STORAGE_KEY, language)
  } catch {
    // Then it holds until the page is left.
  }
}
