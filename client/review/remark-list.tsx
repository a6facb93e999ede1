import { IconArrowRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Remark } from '../../shared/feedback.ts'
import { CoachText } from './coach-text.tsx'
import { Quotes } from './quotes.tsx'
import styles from './remark-list.module.css'

export interface RemarkListProps {
  /** What kind of remarks: it is their heading. */
  kind: 'strengths' | 'improvements'
  remarks: readonly Remark[]
  lang: string | undefined
}

/** What went well, or what could be said better and how. */
export function RemarkList({ kind, remarks, lang }: RemarkListProps) {
  const { t } = useTranslation()
  if (remarks.length === 0) return null
  return (
    <section aria-labelledby={`review-${kind}`} data-testid={kind}>
      <h2 className={styles.heading} id={`review-${kind}`}>
        {t(`review.${kind}`)}
      </h2>
      <ul className={styles.list} data-kind={kind}>
        {remarks.map((remark) => (
          <li key={remark.point} className={styles.remark}>
            <CoachText text={remark.point} lang={lang} />
            <Quotes evidence={remark.evidence} lang={lang} />
            {remark.betterWording !== undefined && (
              <div className={styles.better}>
                <IconArrowRight size={18} stroke={1.8} aria-hidden="true" />
                <p>
                  <span className={styles.betterLabel}>{t('review.betterWording')}</span>
                  <q lang={lang}>{remark.betterWording}</q>
                </p>
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
