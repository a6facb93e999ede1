import type { TFunction } from 'i18next'
import type { Criterion, Locale } from '../../shared/scenario.ts'

/** What nearly every talk can be judged by, under the keys that the built-in coach can count. */
const starters = [
  { key: 'opening', weight: 20 },
  { key: 'needs', weight: 30 },
  { key: 'listening', weight: 30 },
  { key: 'close', weight: 20 },
] as const

/** A rubric to begin with, in the talk's language and the other one. */
export function starterRubric(t: TFunction, locale: Locale): Criterion[] {
  const other: Locale = locale === 'ja-JP' ? 'en-US' : 'ja-JP'
  return starters.map(({ key, weight }) => {
    const wordsIn = (lng: Locale) => ({
      label: t(`scenarioEditor.starter.${key}.label`, { lng: lng.slice(0, 2) }),
      good: t(`scenarioEditor.starter.${key}.good`, { lng: lng.slice(0, 2) }),
    })
    return { key, weight, ...wordsIn(locale), translations: { [other]: wordsIn(other) } }
  })
}
