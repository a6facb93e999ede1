import { ActionIcon, Button } from '@mantine/core'
import { IconAlertCircle, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallNotice, CallSnapshot } from '../sdk/call-state.ts'
import styles from './call-notices.module.css'
import { shownNotices } from './shown-notices.ts'

export interface CallNoticesProps {
  snapshot: CallSnapshot
  /** Resolves once the partner is heard. */
  onPlay: () => Promise<void> | undefined
}

/** What the user should know while the call goes on, told quietly. After its end the end card says it all. */
export function CallNotices({ snapshot, onPlay }: CallNoticesProps) {
  const { t, i18n } = useTranslation()
  const [putAway, setPutAway] = useState<ReadonlySet<CallNotice>>(new Set())
  const putAwayOne = (notice: CallNotice) => setPutAway((before) => new Set(before).add(notice))
  if (snapshot.state === 'idle' || snapshot.state === 'ended') return null
  // While voice is gone too, the state says so, and there is nothing to go on with.
  const held = snapshot.state === 'live' && snapshot.links.signalling === 'down'
  const notices = shownNotices(snapshot.notices, putAway)
  // A code that is newer than this page brings the server's own words.
  const words = ({ code, message }: CallNotice) =>
    i18n.exists(`notice.${code}`) ? i18n.t(`notice.${code}`, { defaultValue: message }) : message
  return (
    <div className={styles.notices} role="status">
      {held && (
        <p className={styles.notice}>
          <IconAlertCircle size={18} stroke={1.7} aria-hidden="true" />
          <span>{t('notice.signallingDown')}</span>
        </p>
      )}
      {notices.map((notice) => (
        <p key={notice.code} className={styles.notice} data-notice={notice.code}>
          <IconAlertCircle size={18} stroke={1.7} aria-hidden="true" />
          <span>{words(notice)}</span>
          {notice.code === 'playbackBlocked' && (
            <Button
              size="compact-sm"
              radius="xl"
              onClick={() => void onPlay()?.then(() => putAwayOne(notice))}
            >
              {t('talk.playSound')}
            </Button>
          )}
          <ActionIcon
            variant="transparent"
            color="inherit"
            size="sm"
            aria-label={t('talk.putAway')}
            onClick={() => putAwayOne(notice)}
          >
            <IconX size={16} stroke={1.8} />
          </ActionIcon>
        </p>
      ))}
    </div>
  )
}
