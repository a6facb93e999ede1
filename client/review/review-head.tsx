import { Button } from '@mantine/core'
import { IconArrowLeft, IconMicrophone, IconRefresh } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { ScenarioView } from '../../shared/scenario.ts'
import { formatDuration } from '../talk/format-duration.ts'
import { talkTitle } from '../ui/talk-title.ts'
import type { ShownTalk } from './export-files.ts'
import styles from './review-head.module.css'

export interface ReviewHeadProps {
  talk: ShownTalk
  scenario: ScenarioView | undefined
  /** Undefined where there is nothing to judge anew. */
  onJudgeAnew: (() => void) | undefined
  judging: boolean
}

/** Which talk it is, and what to do next. */
export function ReviewHead({ talk, scenario, onJudgeAnew, judging }: ReviewHeadProps) {
  const { t, i18n } = useTranslation()
  const date = talk.startedAt.toLocaleString(i18n.language, { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <div className={styles.head}>
      <Link href="/talks" className={styles.back}>
        <IconArrowLeft size={18} stroke={1.8} aria-hidden="true" />
        {t('review.back')}
      </Link>
      <div className={styles.row}>
        <div className={styles.words}>
          <h1 className={styles.title} lang={scenario?.locale}>
            {talkTitle(talk, scenario)}
          </h1>
          <p className={styles.facts}>
            <span>{date}</span>
            {talk.endedAt && (
              <span>
                {t('review.lasted', {
                  time: formatDuration(talk.endedAt.getTime() - talk.startedAt.getTime()),
                })}
              </span>
            )}
            {talk.endReason && <span>{t(`endReason.${talk.endReason}.title`)}</span>}
          </p>
        </div>
        <div className={styles.actions}>
          {onJudgeAnew && (
            <Button
              radius="xl"
              variant="default"
              loading={judging}
              leftSection={<IconRefresh size={17} stroke={1.8} />}
              onClick={onJudgeAnew}
              data-testid="judge-anew"
            >
              {t('review.judgeAnew')}
            </Button>
          )}
          {scenario && (
            <Button
              radius="xl"
              component={Link}
              href={`/talk/${scenario.id}`}
              leftSection={<IconMicrophone size={17} stroke={1.8} />}
              data-testid="try-again"
            >
              {t('talk.tryAgain')}
            </Button>
          )}
        </div>
      </div>
    </div>
  )
}
