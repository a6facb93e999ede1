import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Turn } from '../../shared/turn.ts'
import { FollowButton } from '../ui/follow-button.tsx'
import type { RecordingPlayer } from './recording-player.ts'
import styles from './review-transcript.module.css'
import { TranscriptLine } from './transcript-line.tsx'
import { TranscriptSearch } from './transcript-search.tsx'
import { turnAt } from './turn-at.ts'
import { usePlayerValue } from './use-recording.ts'
import { useTranscriptSearch } from './use-transcript-search.ts'

/** Two lines of words with a name above. */
const LINE_PX = 92

export interface ReviewTranscriptProps {
  turns: readonly Turn[]
  partnerName: string
  lang: string | undefined
  player: RecordingPlayer | undefined
  /** The line that a quote led to; a new object for each time. */
  shown: { turnId: string } | undefined
}

/** All that was said. It follows the sound, a line plays its moment, and an hour of it scrolls as a minute does. */
export function ReviewTranscript({ turns, partnerName, lang, player, shown }: ReviewTranscriptProps) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const [following, setFollowing] = useState(true)
  const search = useTranscriptSearch(turns)
  const playing = usePlayerValue(player, (snapshot) => snapshot.playing)
  const heard = usePlayerValue(player, (snapshot) =>
    snapshot.positionMs > 0 || snapshot.playing ? turnAt(turns, snapshot.positionMs) : -1,
  )
  const lines = useVirtualizer({
    count: turns.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    getItemKey: (index) => turns[index]?.id ?? index,
    overscan: 6,
  })

  const shownIndex = useMemo(() => turns.findIndex(({ id }) => id === shown?.turnId), [turns, shown])
  useEffect(() => {
    if (shown && shownIndex >= 0) lines.scrollToIndex(shownIndex, { align: 'center' })
  }, [lines, shown, shownIndex])
  useEffect(() => {
    if (search.current) lines.scrollToIndex(search.current.index, { align: 'center' })
  }, [lines, search.current])
  useEffect(() => {
    if (following && playing && heard >= 0) lines.scrollToIndex(heard, { align: 'center' })
  }, [lines, following, playing, heard])

  if (turns.length === 0) return <p className={styles.empty}>{t('talk.captionsEmptyEnded')}</p>
  return (
    <section className={styles.transcript} aria-label={t('review.transcript')}>
      <TranscriptSearch search={search} />
      <div
        ref={scroller}
        className={styles.scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: so that the keyboard can scroll it
        tabIndex={0}
        onWheel={() => setFollowing(false)}
        onTouchMove={() => setFollowing(false)}
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
                    onPlay={
                      player &&
                      (() => {
                        setFollowing(true)
                        player.playFrom(turn.startMs)
                      })
                    }
                  />
                </li>
              )
            )
          })}
        </ol>
      </div>
      {!following && playing && (
        <FollowButton label={t('review.follow')} onClick={() => setFollowing(true)} />
      )}
    </section>
  )
}
