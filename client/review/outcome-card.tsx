import { IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { FeedbackResult } from '../../shared/feedback.ts'
import { CoachText } from './coach-text.tsx'
import styles from './outcome-card.module.css'
import { Quotes } from './quotes.tsx'
import { ScoreDial } from './score-dial.tsx'

/** The reading in short: the score, whether the goal was reached, and why. */
export function OutcomeCard({ result, lang }: { result: FeedbackResult; lang: string | undefined }) {
  const { t } = useTranslation()
  const { outcome, score, summary, notices = [] } = result
  const word = wordOf(outcome.isGoalReached)
  return (
    <section className={styles.card} aria-labelledby="review-outcome">
      <div className={styles.top}>
        <ScoreDial score={score} />
        <div className={styles.outcome}>
          <h2 className={styles.title} id="review-outcome" data-outcome={word} data-testid="outcome">
            <OutcomeIcon word={word} />
            {t(`review.outcome.${word}`)}
          </h2>
          <CoachText text={outcome.comment} lang={lang} />
        </div>
      </div>
      <Quotes evidence={outcome.evidence} lang={lang} />
      {summary && summary !== outcome.comment && <CoachText text={summary} lang={lang} />}
      {notices.length > 0 && (
        <ul className={styles.notices}>
          {notices.map((notice) => (
            <li key={notice} lang={lang}>
              {notice}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

type OutcomeWord = 'reached' | 'missed' | 'unknown'

function wordOf(isGoalReached: boolean | null): OutcomeWord {
  if (isGoalReached === null) return 'unknown'
  return isGoalReached ? 'reached' : 'missed'
}

function OutcomeIcon({ word }: { word: OutcomeWord }) {
  const Icon = { reached: IconCircleCheck, missed: IconCircleX, unknown: IconCircleDashed }[word]
  return <Icon size={24} stroke={1.7} aria-hidden="true" />
}
