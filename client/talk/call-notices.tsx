import { Button } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { CallNotice, CallSnapshot } from '../sdk/call-state.ts'
import styles from './call-notices.module.css'

/** What the user should know while the call goes on, told quietly. After its end the end card says it all. */
export function CallNotices({ snapshot, onPlay }: { snapshot: CallSnapshot; onPlay: () => void }) {
  const { t, i18n } = useTranslation()
  if (snapshot.state === 'idle' || snapshot.state === 'ended') return null
  // While voice is gone too, the state says so, and there is nothing to go on with.
  const held = snapshot.state === 'live' && snapshot.links.signalling === 'down'
  const notices: CallNotice[] = held
    ? [{ code: 'signallingDown', message: '' }, ...snapshot.notices]
    : [...snapshot.notices]
  // A code that is newer than this page brings the server's own words.
  const words = ({ code, message }: CallNotice) =>
    i18n.exists(`notice.${code}`) ? i18n.t(`notice.${code}`, { defaultValue: message }) : message
  const unique = notices.filter((notice, at) => notices.findIndex(({ code }) => code === notice.code) === at)
  return (
    <div className={styles.notices} role="status">
      {unique.map((notice) => (
        <p key={notice.code} className={styles.notice}>
          <IconAlertCircle size={18} stroke={1.7} aria-hidden="true" />
          <span>{words(notice)}</span>
          {notice.code === 'playbackBlocked' && (
            <Button size="compact-sm" radius="xl" onClick={onPlay}>
              {t('talk.playSound')}
            </Button>
          )}
        </p>
      ))}
    </div>
  )
}
