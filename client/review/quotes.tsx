import { VisuallyHidden } from '@mantine/core'
import { IconPlayerPlayFilled, IconQuote } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Evidence } from '../../shared/feedback.ts'
import { formatDuration } from '../talk/format-duration.ts'
import { useMoments } from './moments.ts'
import styles from './quotes.module.css'

/** What was said, as a proof; each leads to its moment of the talk. */
export function Quotes({ evidence, lang }: { evidence: readonly Evidence[]; lang: string | undefined }) {
  const { t } = useTranslation()
  const { hasSound, show } = useMoments()
  if (evidence.length === 0) return null
  const Icon = hasSound ? IconPlayerPlayFilled : IconQuote
  return (
    <ul className={styles.quotes}>
      {evidence.map((each) => {
        const time = formatDuration(each.startMs)
        return (
          <li key={`${each.turnId} ${each.quote}`}>
            <button
              type="button"
              className={styles.quote}
              data-testid="quote"
              data-turn={each.turnId}
              onClick={() => show(each)}
            >
              <VisuallyHidden>{t(hasSound ? 'review.quote.play' : 'review.quote.show')}</VisuallyHidden>
              <Icon className={styles.icon} size={15} aria-hidden="true" />
              <span className={styles.words} lang={lang}>
                {each.quote}
              </span>
              <span className={styles.time}>{time}</span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
