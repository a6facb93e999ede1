import { useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScenarioView } from '../../shared/scenario.ts'
import { FailedQuery } from '../ui/failed-query.tsx'
import { talkTitle } from '../ui/talk-title.ts'
import { useServerInfo } from '../ui/use-server-info.ts'
import { useTitle } from '../ui/use-title.ts'
import { CoachStatus } from './coach-status.tsx'
import { CriteriaList } from './criteria-list.tsx'
import { DeliverySection } from './delivery-section.tsx'
import type { ShownTalk } from './export-files.ts'
import { ExportLinks } from './export-links.tsx'
import { type Moments, MomentsContext } from './moments.ts'
import { OutcomeCard } from './outcome-card.tsx'
import { RecordingPanel } from './recording-panel.tsx'
import { RemarkList } from './remark-list.tsx'
import { ReviewHead } from './review-head.tsx'
import styles from './review-room.module.css'
import { useFeedback } from './use-feedback.ts'
import { usePlayer, useRecordingState } from './use-recording.ts'

export interface ReviewRoomProps {
  talk: ShownTalk
  /** Undefined when it is gone. */
  scenario: ScenarioView | undefined
}

/** One talk: the coach's reading on the one side, its sound and words on the other. */
export function ReviewRoom({ talk, scenario }: ReviewRoomProps) {
  const { t } = useTranslation()
  useTitle(t('review.titleOf', { title: talkTitle(talk, scenario) }))
  const { status, error, watchAgain, request } = useFeedback(talk.id)
  const mayAsk = useServerInfo().data?.may.feedback === true
  const isOver = talk.state === 'ended'
  const recording = useRecordingState(talk.id, isOver)
  const audio = useRef<HTMLAudioElement>(null)
  const player = usePlayer(audio, recording === 'there')
  const [shown, setShown] = useState<{ turnId: string }>()

  const result = status?.status === 'done' ? status.result : undefined
  const turns = result?.transcript ?? talk.turns
  const moments = useMemo<Moments>(
    () => ({
      hasSound: player !== undefined,
      show({ turnId, startMs }) {
        setShown({ turnId })
        player?.playFrom(startMs, turns.find(({ id }) => id === turnId)?.endMs)
      },
    }),
    [player, turns],
  )
  const onRequest = mayAsk ? () => request.mutate() : undefined
  const partnerName = scenario?.partner.name ?? t('review.partner')
  const lang = scenario?.locale

  return (
    <MomentsContext value={moments}>
      <main id="main" className={styles.room}>
        <ReviewHead
          talk={talk}
          scenario={scenario}
          onJudgeAnew={result && onRequest}
          judging={request.isPending}
        />
        <div className={styles.judgement}>
          {error !== undefined && !status && <FailedQuery error={error} onRetry={watchAgain} />}
          {status && (
            <CoachStatus
              status={status}
              isOver={isOver}
              onRequest={onRequest}
              requesting={request.isPending}
              requestError={request.error}
            />
          )}
          {result && (
            <>
              <OutcomeCard result={result} lang={lang} />
              <CriteriaList criteria={result.criteria} lang={lang} />
              <RemarkList kind="strengths" remarks={result.strengths} lang={lang} />
              <RemarkList kind="improvements" remarks={result.improvements} lang={lang} />
            </>
          )}
        </div>
        <div className={styles.recording}>
          <RecordingPanel
            talkId={talk.id}
            turns={turns}
            partnerName={partnerName}
            lang={lang}
            state={recording}
            audio={audio}
            player={player}
            shown={shown}
          />
        </div>
        {/* Below the coach's words, so not before them: it would be pushed away under the reader's hand. */}
        {(status || error !== undefined) && (
          <div className={styles.rest}>
            {result?.delivery && (
              <DeliverySection delivery={result.delivery} transcript={turns} partnerName={partnerName} />
            )}
            <ExportLinks talk={talk} result={result} hasSound={player !== undefined} />
          </div>
        )}
      </main>
    </MomentsContext>
  )
}
