import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Turn } from '../../shared/turn.ts'
import { FollowButton } from '../ui/follow-button.tsx'
import type { RecordingPlayer } from './recording-player.ts'
import styles from './review-transcript.module.css'
import { TranscriptLines } from './transcript-lines.tsx'
import { TranscriptSearch } from './transcript-search.tsx'
import { turnAt } from './turn-at.ts'
import { usePlayerValue } from './use-recording.ts'
import { useTranscriptSearch } from './use-transcript-search.ts'

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
  const [following, setFollowing] = useState(true)
  const search = useTranscriptSearch(turns)
  const playing = usePlayerValue(player, (snapshot) => snapshot.playing)
  const heard = usePlayerValue(player, (snapshot) =>
    snapshot.positionMs > 0 || snapshot.playing ? turnAt(turns, snapshot.positionMs) : -1,
  )
  const onPlay = useMemo(
    () =>
      player &&
      ((turn: Turn) => {
        setFollowing(true)
        player.playFrom(turn.startMs)
      }),
    [player],
  )

  if (turns.length === 0) return <p className={styles.empty}>{t('talk.captionsEmptyEnded')}</p>
  return (
    <section className={styles.transcript} aria-label={t('review.transcript')}>
      <TranscriptSearch search={search} />
      <TranscriptLines
        turns={turns}
        partnerName={partnerName}
        lang={lang}
        search={search}
        heard={heard}
        following={following && playing}
        shown={shown}
        onPlay={onPlay}
        onScrollAway={() => setFollowing(false)}
      />
      {!following && playing && (
        <FollowButton label={t('review.follow')} onClick={() => setFollowing(true)} />
      )}
    </section>
  )
}
