import { useTranslation } from 'react-i18next'
import type { ScenarioView } from '../../shared/scenario.ts'
import type { CallSnapshot } from '../sdk/call-state.ts'
import type { TalkCall } from '../sdk/talk-call.ts'
import { PartnerAvatar } from '../ui/partner-avatar.tsx'
import { CallTimer } from './call-timer.tsx'
import { NetworkBadge } from './network-badge.tsx'
import styles from './stage.module.css'
import { TalkState } from './talk-state.tsx'

export interface StageProps {
  scenario: ScenarioView
  call: TalkCall | undefined
  snapshot: CallSnapshot
}

/** The partner, as present as a voice can be: they glow as they speak, and their rim moves as you do. */
export function Stage({ scenario, call, snapshot }: StageProps) {
  const { t } = useTranslation()
  const { partner, locale } = scenario
  const talking = snapshot.state === 'live' || snapshot.state === 'reconnecting'
  return (
    <section className={styles.stage} data-state={snapshot.state} data-speaker={speakerOf(snapshot)}>
      <div className={styles.presence} aria-hidden="true">
        <span className={styles.halo} />
        <span className={styles.ring} />
        <PartnerAvatar name={partner.name} />
      </div>
      <div className={styles.who} lang={locale}>
        <p className={styles.name}>{partner.name}</p>
        <p className={styles.role}>{partner.role}</p>
      </div>
      <div className={styles.status}>
        <TalkState snapshot={snapshot} partnerName={partner.name} className={styles.state} />
        {call && talking && <CallTimer call={call} className={styles.timer} />}
        {call && talking && <NetworkBadge call={call} />}
      </div>
      {snapshot.state === 'requestingMicrophone' && (
        <p className={styles.hint}>{t('talk.allowMicrophone')}</p>
      )}
    </section>
  )
}

function speakerOf({ speaking }: CallSnapshot): 'user' | 'partner' | 'nobody' {
  if (speaking.user) return 'user'
  return speaking.partner ? 'partner' : 'nobody'
}
