import { ActionIcon } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { ScenarioView } from '../../shared/scenario.ts'
import type { TalkSummary } from '../../shared/talk.ts'
import { formatDuration } from '../talk/format-duration.ts'
import { PartnerAvatar } from '../ui/partner-avatar.tsx'
import { talkTitle } from '../ui/talk-title.ts'
import styles from './talk-row.module.css'

export interface TalkRowProps {
  talk: TalkSummary
  /** Undefined when it is gone. */
  scenario: ScenarioView | undefined
  /** Undefined where the coach has not read it; null where nothing could be judged. */
  score: number | null | undefined
  onRemove: () => void
}

/** One talk: what, when, how long, how well. It leads to its review. */
export function TalkRow({ talk, scenario, score, onRemove }: TalkRowProps) {
  const { t, i18n } = useTranslation()
  const title = talkTitle(talk, scenario)
  const date = talk.startedAt.toLocaleString(i18n.language, { dateStyle: 'medium', timeStyle: 'short' })
  const isOver = talk.state === 'ended'
  return (
    <div className={styles.row} data-testid={`talk-${talk.id}`}>
      <PartnerAvatar name={scenario?.partner.name ?? title} size={44} />
      <div className={styles.words}>
        <h2 className={styles.title} lang={scenario?.locale}>
          <Link href={`/talks/${talk.id}`} className={styles.link}>
            {title}
          </Link>
        </h2>
        <p className={styles.facts}>
          <span>{date}</span>
          {talk.endedAt && <span>{formatDuration(talk.endedAt.getTime() - talk.startedAt.getTime())}</span>}
          <span>{t('history.turns', { turns: talk.turnCount })}</span>
          {!isOver && <span className={styles.running}>{t('history.running')}</span>}
        </p>
      </div>
      <p className={styles.score} data-none={typeof score !== 'number'}>
        {typeof score === 'number' ? (
          <>
            <span className={styles.scoreLabel}>{t('history.score')}</span>
            {Math.round(score)}
          </>
        ) : (
          isOver && t(score === null ? 'history.noScore' : 'history.notJudged')
        )}
      </p>
      {isOver && (
        <ActionIcon
          className={styles.remove}
          variant="subtle"
          color="gray"
          size="lg"
          radius="xl"
          aria-label={t('history.remove', { title, date })}
          onClick={(event) => {
            focusNeighbour(event.currentTarget)
            onRemove()
          }}
        >
          <IconTrash size={19} stroke={1.7} />
        </ActionIcon>
      )}
    </div>
  )
}

/** So that the keyboard goes on from where the row was, and not from the top of the page. */
function focusNeighbour(button: HTMLElement): void {
  const item = button.closest('li')
  const neighbour = item?.nextElementSibling ?? item?.previousElementSibling
  neighbour?.querySelector('a')?.focus()
}
