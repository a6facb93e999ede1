import { useTranslation } from 'react-i18next'
import styles from './score-dial.module.css'

const RADIUS = 52
const ROUND = 2 * Math.PI * RADIUS

/** The score of the whole, as a number and as an arc; in words where there is none. */
export function ScoreDial({ score }: { score: number | null }) {
  const { t } = useTranslation()
  return (
    <div className={styles.dial} data-none={score === null}>
      <svg viewBox="0 0 120 120" aria-hidden="true">
        <circle className={styles.ground} cx="60" cy="60" r={RADIUS} />
        {score !== null && (
          <circle
            className={styles.arc}
            cx="60"
            cy="60"
            r={RADIUS}
            strokeDasharray={`${(ROUND * score) / 100} ${ROUND}`}
          />
        )}
      </svg>
      <p className={styles.words}>
        <span className={styles.label}>{t('review.score')}</span>
        <span className={styles.number} data-testid="feedback-score">
          {score === null ? t('review.noScore') : Math.round(score)}
        </span>
        {score !== null && <span className={styles.of}>{t('review.outOf')}</span>}
      </p>
    </div>
  )
}
