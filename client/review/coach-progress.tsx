import { useTranslation } from 'react-i18next'
import type { FeedbackStage, FeedbackStatus } from '../../shared/feedback.ts'
import styles from './coach-progress.module.css'

/** In their order; the compiler holds it to `FeedbackStage`, and zod stays out of the page. */
const stages = Object.keys({
  waiting: true,
  listening: true,
  judging: true,
  checking: true,
  keeping: true,
} satisfies Record<FeedbackStage, true>) as FeedbackStage[] // the keys of what stands above

/** The coach at work: what they do, how far they are, and when they try again. */
export function CoachProgress({ status }: { status: Extract<FeedbackStatus, { status: 'running' }> }) {
  const { t, i18n } = useTranslation()
  const { stage, share, attempt, retryAt } = status
  const percent = Math.round(share * 100)
  const done = stages.indexOf(stage)
  return (
    <div className={styles.progress} data-stage={stage}>
      <h2 className={styles.title}>{t(`review.stage.${stage}`)}</h2>
      {/* The stages are told as they come; each percent would be noise. */}
      <div
        className={styles.bar}
        role="progressbar"
        aria-label={t('review.progress')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
      >
        <i style={{ width: `${percent}%` }} />
      </div>
      <ol className={styles.stages} aria-hidden="true">
        {stages.map((each, index) => (
          <li key={each} data-state={index < done ? 'done' : index === done ? 'now' : 'later'}>
            {t(`review.stageShort.${each}`)}
          </li>
        ))}
      </ol>
      {retryAt !== undefined && (
        <p className={styles.note}>
          {t('review.retryAt', {
            attempt: attempt + 1,
            time: retryAt.toLocaleTimeString(i18n.language, { timeStyle: 'medium' }),
          })}
        </p>
      )}
      <p className={styles.note}>{t('review.mayLeave')}</p>
    </div>
  )
}
