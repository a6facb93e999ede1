import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { FeedbackStatus } from '../../shared/feedback.ts'
import { problemFrom } from '../sdk/call-problem.ts'
import { problemWords } from '../ui/problem-words.ts'
import { CoachProgress } from './coach-progress.tsx'
import styles from './coach-status.module.css'

export interface CoachStatusProps {
  status: FeedbackStatus
  /** A talk that still runs cannot be read yet. */
  isOver: boolean
  /** Undefined where this client may not ask. */
  onRequest: (() => void) | undefined
  requesting: boolean
  /** Why the last request was refused. */
  requestError: unknown
}

/** Where the coach is with this talk, in one place for the eye, for screen readers and for programs. */
export function CoachStatus(props: CoachStatusProps) {
  const { status, isOver, onRequest, requesting, requestError } = props
  const { t, i18n } = useTranslation()
  const problem = requestError ? problemWords(t, problemFrom(requestError)) : undefined
  return (
    <div className={styles.status} role="status" data-testid="feedback-status" data-status={status.status}>
      {status.status === 'none' && (
        <>
          <h2 className={styles.title}>{t(isOver ? 'review.none.title' : 'review.running.title')}</h2>
          <p className={styles.body}>{t(isOver ? 'review.none.body' : 'review.running.body')}</p>
        </>
      )}
      {status.status === 'running' && <CoachProgress status={status} />}
      {status.status === 'failed' && (
        <div className={styles.failed} data-reason={status.reason}>
          <h2 className={styles.title}>{t(`review.failed.${status.reason}.title`)}</h2>
          <p>{t(`review.failed.${status.reason}.body`)}</p>
        </div>
      )}
      {status.status === 'done' && (
        <p className={styles.done}>
          {t('review.readBy', {
            model: status.result.model === 'built-in' ? t('review.builtInCoach') : status.result.model,
            date: status.result.createdAt.toLocaleString(i18n.language, {
              dateStyle: 'medium',
              timeStyle: 'short',
            }),
          })}
        </p>
      )}
      {problem && (
        <p className={styles.problem}>
          {problem.title} {problem.body}
        </p>
      )}
      {isOver && onRequest && (status.status === 'none' || isWorthRetry(status)) && (
        <Button radius="xl" loading={requesting} onClick={onRequest} data-testid="feedback-request">
          {t(status.status === 'none' ? 'review.judge' : 'review.retry')}
        </Button>
      )}
    </div>
  )
}

/** Words that were never said will not be there next time either. */
function isWorthRetry(status: FeedbackStatus): boolean {
  return status.status === 'failed' && status.reason !== 'nothingSaid'
}
