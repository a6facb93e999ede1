import { createInstance, type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { type Catalogue, en } from './en.ts'
import { ja } from './ja.ts'
import type { Language } from './language.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: Catalogue }
  }
}

/** The catalogues ready for use: both are small enough to come with the page. */
export function createI18n(language: Language): i18n {
  const instance = createInstance()
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, ja: { translation: ja } },
    // React writes text, never HTML.
    interpolation: { escapeValue: false },
    // The catalogues are here already: nothing to wait for.
    initAsync: false,
  })
  return instance
}
