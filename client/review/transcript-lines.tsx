import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Turn } from '../../shared/turn.ts'
import { TranscriptLine } from './transcript-line.tsx'
import styles from './transcript-lines.module.css'
import type { TranscriptSearchState } from './use-transcript-search.ts'

/** Two lines of words with a name above. */
const LINE_PX = 92
/** An ordinary talk is in the page as a whole, for the browser's search and for whoever reads the page from outside. */
const MAX_WHOLE_TURNS = 200
/** Of a longer one, so many lines above and below those in sight. */
const OVERSCAN = 6

export interface TranscriptLinesProps {
  turns: readonly Turn[]
  partnerName: string
  lang: string | undefined
  search: Pick<TranscriptSearchState, 'current' | 'spansOf'>
  /** The index of the turn that is heard; -1 for none. */
  heard: number
  /** Whether the line that is heard is kept in sight. */
  following: boolean
  /** The line that a quote led to; a new object for each time. */
  shown: { turnId: string } | undefined
  /** Undefined where there is nothing to play. The same function each time, for each line is drawn anew with it. */
  onPlay: ((turn: Turn) => void) | undefined
  /** The reader scrolls by themselves. */
  onScrollAway: () => void
}

/** The lines of a transcript in what scrolls them: apart from all else, for it is drawn with every step of a scroll. */
export function TranscriptLines(props: TranscriptLinesProps) {
  const { turns, partnerName, lang, search, heard, following, shown, onPlay, onScrollAway } = props
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const lines = useVirtualizer({
    count: turns.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    getItemKey: (index) => turns[index]?.id ?? index,
    overscan: turns.length > MAX_WHOLE_TURNS ? OVERSCAN : turns.length,
  })

  const shownIndex = useMemo(() => turns.findIndex(({ id }) => id === shown?.turnId), [turns, shown])
  useEffect(() => {
    if (shown && shownIndex >= 0) lines.scrollToIndex(shownIndex, { align: 'center' })
  }, [lines, shown, shownIndex])
  useEffect(() => {
    if (search.current) lines.scrollToIndex(search.current.index, { align: 'center' })
  }, [lines, search.current])
  useEffect(() => {
    if (following && heard >= 0) lines.scrollToIndex(heard, { align: 'center' })
  }, [lines, following, heard])

  return (
    <div
      ref={scroller}
      className={styles.scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: so that the keyboard can scroll it
      tabIndex={0}
      onWheel={onScrollAway}
      onTouchMove={onScrollAway}
    >
      <ol className={styles.list} data-testid="transcript" style={{ height: lines.getTotalSize() }}>
        {lines.getVirtualItems().map(({ index, key, start }) => {
          const turn = turns[index]
          return (
            turn && (
              <li
                key={key}
                ref={lines.measureElement}
                className={styles.item}
                style={{ transform: `translateY(${start}px)` }}
                data-index={index}
                data-role={turn.role}
                aria-setsize={turns.length}
                aria-posinset={index + 1}
              >
                <TranscriptLine
                  turn={turn}
                  name={turn.role === 'user' ? t('talk.you') : partnerName}
                  lang={lang}
                  isHeard={index === heard}
                  isShown={index === shownIndex}
                  found={search.spansOf(index)}
                  isCurrentFind={search.current?.index === index}
                  onPlay={onPlay}
                />
              </li>
            )
          )
        })}
      </ol>
    </div>
  )
}
