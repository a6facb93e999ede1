import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { type Language, languageNames, languages, storeLanguage } from '../i18n/language.ts'
import styles from './language-switch.module.css'

/**
 * Of plain radio buttons: it stands on every page, and Mantine's SegmentedControl measures itself, for which the
 * browser has to lay out each page once more before it is seen.
 */
export function LanguageSwitch() {
  const { t, i18n } = useTranslation()
  const current = i18n.resolvedLanguage ?? i18n.language
  useEffect(() => {
    document.documentElement.lang = current
  }, [current])
  const choose = (language: Language) => {
    storeLanguage(language)
    void i18n.changeLanguage(language)
  }
  return (
    <fieldset className={styles.languages} aria-label={t('header.language')}>
      {languages.map((language) => (
        <label key={language} className={styles.language} lang={language}>
          <input
            type="radio"
            name="language"
            checked={language === current}
            onChange={() => choose(language)}
          />
          <span>{languageNames[language]}</span>
        </label>
      ))}
    </fieldset>
  )
}
