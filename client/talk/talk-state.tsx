import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { CallSnapshot } from '../sdk/call-state.ts'

export interface TalkStateProps {
  snapshot: CallSnapshot
  partnerName: string
  className?: string | undefined
}

/** The state of the call in words, for eyes, ears and the programs that drive the page. */
export function TalkState({ snapshot, partnerName, className }: TalkStateProps) {
  const { t } = useTranslation()
  // To those outside, asking for the microphone is part of connecting.
  const state = snapshot.state === 'requestingMicrophone' ? 'connecting' : snapshot.state
  return (
    <p
      className={className}
      role="status"
      data-testid="talk-state"
      data-state={state}
      data-transport={snapshot.transport}
    >
      {stateInWords(t, snapshot, partnerName)}
    </p>
  )
}

function stateInWords(t: TFunction, snapshot: CallSnapshot, name: string): string {
  switch (snapshot.state) {
    case 'idle':
    case 'requestingMicrophone':
    case 'ended':
    case 'reconnecting':
      return t(`state.${snapshot.state}`)
    case 'connecting':
      return t(snapshot.attempt > 1 ? 'state.connectingAgain' : 'state.connecting', { name })
    case 'live':
      if (snapshot.speaking.user) return t('state.userSpeaks', { name })
      if (snapshot.speaking.partner) return t('state.partnerSpeaks', { name })
      return snapshot.captions.length === 0 ? t('state.live') : t('state.yourTurn', { name })
  }
}
