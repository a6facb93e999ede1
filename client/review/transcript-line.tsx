import { memo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Turn } from '../../shared/turn.ts'
import { formatDuration } from '../talk/format-duration.ts'
import type { TextSpan } from './find-in-text.ts'
import styles from './transcript-line.module.css'

export interface TranscriptLineProps {
  turn: Turn
  name: string
  lang: string | undefined
  /** It is being played. */
  isHeard: boolean
  /** A quote led here. */
  isShown: boolean
  found: readonly TextSpan[]
  isCurrentFind: boolean
  /** Undefined where there is nothing to play. */
  onPlay: ((turn: Turn) => void) | undefined
}

/** One turn: who, when, what. */
export const TranscriptLine = memo(function TranscriptLine(props: TranscriptLineProps) {
  const { turn, name, lang, isHeard, isShown, found, isCurrentFind, onPlay } = props
  const { t } = useTranslation()
  const time = formatDuration(turn.startMs)
  const words = (
    <>
      <span className={styles.head}>
        <span className={styles.name}>{name}</span>
        <span className={styles.time}>{time}</span>
        {turn.heardMs !== undefined && <span>{t('talk.cutShort')}</span>}
      </span>
      <span className={styles.text} lang={lang}>
        {marked(turn.text, found)}
      </span>
    </>
  )
  const marks = {
    className: styles.line,
    'data-role': turn.role,
    'data-heard': isHeard,
    'data-shown': isShown,
    'data-found': isCurrentFind,
  }
  if (!onPlay) return <div {...marks}>{words}</div>
  return (
    <button
      type="button"
      {...marks}
      title={t('review.playLine', { time })}
      aria-current={isHeard ? 'true' : undefined}
      onClick={() => onPlay(turn)}
    >
      {words}
    </button>
  )
})

function marked(text: string, found: readonly TextSpan[]): ReactNode {
  if (found.length === 0) return text
  const parts: ReactNode[] = []
  let at = 0
  for (const { start, end } of found) {
    parts.push(text.slice(at, start), <mark key={start}>{text.slice(start, end)}</mark>)
    at = end
  }
  return [...parts, text.slice(at)]
}
