import { useTranslation } from 'react-i18next'
import type { CriterionResult } from '../../shared/feedback.ts'
import { CoachText } from './coach-text.tsx'
import styles from './criteria-list.module.css'
import { Quotes } from './quotes.tsx'

/** How each thing of the rubric went, as a bar with its reasons. */
export function CriteriaList({
  criteria,
  lang,
}: {
  criteria: readonly CriterionResult[]
  lang: string | undefined
}) {
  const { t } = useTranslation()
  const whole = criteria.reduce((sum, { weight }) => sum + weight, 0)
  return (
    <section aria-labelledby="review-criteria">
      <h2 className={styles.heading} id="review-criteria">
        {t('review.criteria')}
      </h2>
      <ul className={styles.list}>
        {criteria.map((criterion) => (
          <li key={criterion.key} className={styles.criterion} data-testid={`criterion-${criterion.key}`}>
            <CriterionBar criterion={criterion} share={criterion.weight / whole} lang={lang} />
            <CoachText text={criterion.comment} lang={lang} />
            {criterion.isUnproven && <p className={styles.unproven}>{t('review.unproven')}</p>}
            <Quotes evidence={criterion.evidence} lang={lang} />
          </li>
        ))}
      </ul>
    </section>
  )
}

interface CriterionBarProps {
  criterion: CriterionResult
  /** Of all weights, 0 to 1. */
  share: number
  lang: string | undefined
}

function CriterionBar({ criterion: { label, score }, share, lang }: CriterionBarProps) {
  const { t } = useTranslation()
  const percent = Math.round(share * 100)
  return (
    <div className={styles.head}>
      <h3 className={styles.label} lang={lang}>
        {label}
      </h3>
      <span className={styles.weight}>{t('review.weight', { percent })}</span>
      <span className={styles.score} data-none={score === null}>
        {score === null ? t('review.notJudged') : Math.round(score)}
      </span>
      <span className={styles.bar} aria-hidden="true">
        <i style={{ width: `${score ?? 0}%` }} />
      </span>
    </div>
  )
}
