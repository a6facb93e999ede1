import { lazy, type RefObject, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { Turn } from '../../shared/turn.ts'
import { PlayerBar } from './player-bar.tsx'
import styles from './recording-panel.module.css'
import type { RecordingPlayer } from './recording-player.ts'
import { ReviewTranscript } from './review-transcript.tsx'
import { type RecordingState, recordingUrl, usePlayerValue } from './use-recording.ts'

const Waveform = lazy(() => import('./waveform.tsx'))

export interface RecordingPanelProps {
  talkId: string
  turns: readonly Turn[]
  partnerName: string
  lang: string | undefined
  state: RecordingState
  audio: RefObject<HTMLAudioElement | null>
  player: RecordingPlayer | undefined
  shown: { turnId: string } | undefined
}

/** The talk itself: its sound, its shape, its words. */
export function RecordingPanel(props: RecordingPanelProps) {
  const { talkId, turns, partnerName, lang, state, audio, player, shown } = props
  const { t } = useTranslation()
  const lastMs = turns.reduce((last, { endMs }) => Math.max(last, endMs), 0)
  const durationMs = usePlayerValue(player, (snapshot) => snapshot.durationMs)
  return (
    <section className={styles.panel} aria-labelledby="review-recording">
      <h2 className={styles.heading} id="review-recording">
        {t('review.recording')}
      </h2>
      {state === 'there' && (
        // The captions that it would have are the transcript below.
        // biome-ignore lint/a11y/useMediaCaption: they stand in the transcript, which follows it
        <audio ref={audio} src={recordingUrl(talkId)} preload="metadata" data-testid="recording" />
      )}
      {(state === 'looking' || state === 'there') && (
        // In its full height from the beginning: the words below stay where they are when the sound comes.
        <>
          <div className={styles.wave}>
            {player && durationMs !== undefined && (
              <Suspense>
                <Waveform audio={audio} turns={turns} url={recordingUrl(talkId)} durationMs={durationMs} />
              </Suspense>
            )}
          </div>
          <p className={styles.legend} aria-hidden="true">
            <span data-role="user">{t('talk.you')}</span>
            <span data-role="partner">{partnerName}</span>
          </p>
          <div className={styles.player}>{player && <PlayerBar player={player} talkMs={lastMs} />}</div>
        </>
      )}
      {state === 'missing' && <p className={styles.missing}>{t('review.noRecording')}</p>}
      <ReviewTranscript turns={turns} partnerName={partnerName} lang={lang} player={player} shown={shown} />
    </section>
  )
}
