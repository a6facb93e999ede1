import { ActionIcon, Button } from '@mantine/core'
import { IconAlertCircle, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { CallNotice, CallSnapshot } from '../sdk/call-state.ts'
import styles from './call-notices.module.css'
import type { ShownNotices } from './use-shown-notices.ts'

export interface CallNoticesProps {
  snapshot: CallSnapshot
  shown: ShownNotices
  /** Resolves once the partner is heard. */
  onPlay: () => Promise<void> | undefined
}

/** What the user should know while the call goes on, told quietly. After its end the end card says it all. */
export function CallNotices({ snapshot, shown, onPlay }: CallNoticesProps) {
  const { t, i18n } = useTranslation()
  const { heldUp, notices, putAway } = shown
  if (snapshot.state === 'idle' || snapshot.state === 'ended') return null
  // A code that is newer than this page brings the server's own words.
  const words = ({ code, message }: CallNotice) =>
    i18n.exists(`notice.${code}`) ? i18n.t(`notice.${code}`, { defaultValue: message }) : message
  return (
    <div className={styles.notices} role="status">
      {heldUp && (
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
            <Button size="compact-sm" radius="xl" onClick={() => void onPlay()?.then(() => putAway(notice))}>
              {t('talk.playSound')}
            </Button>
          )}
          <ActionIcon
            variant="transparent"
            color="inherit"
            size="sm"
            aria-label={t('talk.putAway')}
            onClick={() => putAway(notice)}
          >
            <IconX size={16} stroke={1.8} />
          </ActionIcon>
        </p>
      ))}
    </div>
  )
}
