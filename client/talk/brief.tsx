import { IconTargetArrow } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ScenarioView } from '../../shared/scenario.ts'
import styles from './brief.module.css'

/**
 * What the user has to know: the situation, their goal, how it begins. During the talk the goal stays in sight
 * and the rest folds away where the screen is small.
 */
export function Brief({ scenario, compact }: { scenario: ScenarioView; compact: boolean }) {
  const { t } = useTranslation()
  const { locale, title, partner, situation, goal, opening } = scenario
  return (
    <section className={styles.brief} data-compact={compact}>
      <h1 className={styles.title} lang={locale}>
        {title}
      </h1>
      <div className={styles.goal}>
        <IconTargetArrow size={20} stroke={1.7} aria-hidden="true" />
        <div>
          <h2 className={styles.label}>{t('talk.goal')}</h2>
          <p lang={locale}>{goal}</p>
        </div>
      </div>
      <div className={styles.rest}>
        <div>
          <h2 className={styles.label}>{t('talk.situation')}</h2>
          <p lang={locale}>{situation}</p>
        </div>
        <div>
          <h2 className={styles.label}>{t('talk.opening')}</h2>
          {opening.by === 'user' ? (
            <>
              <p>{t('talk.openingByUser')}</p>
              <blockquote className={styles.line} lang={locale}>
                {opening.text}
              </blockquote>
            </>
          ) : (
            <p>{t('talk.openingByPartner', { name: partner.name })}</p>
          )}
        </div>
      </div>
    </section>
  )
}
