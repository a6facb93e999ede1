import { Button } from '@mantine/core'
import {
  IconCircleCheck,
  IconMicrophoneOff,
  IconMoodPuzzled,
  IconRefresh,
  IconReportAnalytics,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { CallEnd, CallSnapshot } from '../sdk/call-state.ts'
import { MessageCard } from '../ui/message-card.tsx'
import { endWords } from '../ui/problem-words.ts'
import styles from './end-card.module.css'
import { formatDuration } from './format-duration.ts'

export interface EndCardProps {
  call: Extract<CallSnapshot, { state: 'ended' }>
  onTryAgain: () => void
}

/** After the end: what happened, what to do about it, and the next try. */
export function EndCard({ call, onTryAgain }: EndCardProps) {
  const { t } = useTranslation()
  const { end, durationMs, transport, talkId } = call
  // What was never live has nothing to review.
  const review = talkId !== undefined && durationMs > 0 ? `/talks/${talkId}` : undefined
  const retryAfterMs =
    end.kind === 'problem' && end.problem.type === 'refused' ? end.problem.retryAfterMs : undefined
  return (
    <div
      className={styles.card}
      role="status"
      data-testid="talk-state"
      data-state="ended"
      data-transport={transport}
      data-reason={reasonOf(end)}
    >
      <MessageCard
        tone={isGood(end) ? 'calm' : 'trouble'}
        icon={<EndIcon end={end} />}
        {...endWords(t, end)}
        actions={
          <>
            {review !== undefined && (
              <Button
                radius="xl"
                size="md"
                leftSection={<IconReportAnalytics size={18} stroke={1.8} />}
                component={Link}
                href={review}
                data-testid="talk-review"
              >
                {t('talk.review')}
              </Button>
            )}
            <Button
              radius="xl"
              size="md"
              variant={review === undefined ? 'filled' : 'default'}
              leftSection={<IconRefresh size={18} stroke={1.8} />}
              onClick={onTryAgain}
              data-testid="talk-start"
            >
              {t('talk.tryAgain')}
            </Button>
            <Button radius="xl" size="md" variant="default" component={Link} href="/">
              {t('talk.chooseAnother')}
            </Button>
          </>
        }
      >
        {durationMs > 0 && (
          <p className={styles.fact}>{t('talk.duration', { time: formatDuration(durationMs) })}</p>
        )}
        {retryAfterMs !== undefined && (
          <p className={styles.fact}>{t('talk.retryIn', { seconds: Math.ceil(retryAfterMs / 1000) })}</p>
        )}
      </MessageCard>
    </div>
  )
}

function EndIcon({ end }: { end: CallEnd }) {
  const size = { size: 30, stroke: 1.6 }
  if (isGood(end)) return <IconCircleCheck {...size} />
  const noMicrophone = end.kind === 'problem' && end.problem.type.startsWith('microphone')
  return noMicrophone ? <IconMicrophoneOff {...size} /> : <IconMoodPuzzled {...size} />
}

/** An ending that belongs to a talk. */
function isGood(end: CallEnd): boolean {
  return end.kind === 'ended' && ['hungUp', 'partnerEnded', 'timeLimit'].includes(end.reason)
}

function reasonOf(end: CallEnd): string {
  if (end.kind === 'ended') return end.reason
  return end.problem.type === 'refused' ? end.problem.reason : end.problem.type
}
