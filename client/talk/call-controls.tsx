import { ActionIcon, Button } from '@mantine/core'
import { IconMicrophone, IconMicrophoneOff, IconPhone, IconPhoneOff } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallSnapshot } from '../sdk/call-state.ts'
import styles from './call-controls.module.css'
import { Choice } from './choice.tsx'
import { HoldButton } from './hold-button.tsx'
import { PathNote } from './ready/path-note.tsx'
import type { PushToTalk } from './use-push-to-talk.ts'

export interface CallControlsProps {
  snapshot: CallSnapshot
  hangingUp: boolean
  pushToTalk: PushToTalk
  /** Before the talk; during it, it is found in the menu. */
  hintSwitch: ReactNode
  /** Another microphone or speaker, and what else can be changed in mid-talk. */
  menu?: ReactNode
  onStart: () => void
  onToggleMute: () => void
  onHangUp: () => void
}

/** Start; then mute and hang-up, where a thumb reaches them. After the end, the end card takes over. */
export function CallControls({
  snapshot,
  hangingUp,
  pushToTalk,
  hintSwitch,
  menu,
  onStart,
  onToggleMute,
  onHangUp,
}: CallControlsProps) {
  const { t } = useTranslation()
  const { state, muted } = snapshot
  if (state === 'ended') return null
  if (state === 'idle') {
    return (
      <div className={styles.bar} data-state={state} data-part="controls">
        <Button
          size="lg"
          radius="xl"
          className={styles.start}
          leftSection={<IconPhone size={22} stroke={1.8} />}
          onClick={onStart}
          data-testid="talk-start"
        >
          {t('talk.start')}
        </Button>
        <p className={styles.hint} data-short>
          {t('talk.startHint')}
        </p>
        <div className={styles.choices}>
          <Choice
            label={t('talk.pushToTalk')}
            explanation={t('talk.pushToTalkHint')}
            chosen={pushToTalk.chosen}
            onChoose={pushToTalk.choose}
            testId="push-to-talk"
          />
          {hintSwitch}
        </div>
        <PathNote />
      </div>
    )
  }
  const talking = state === 'live' || state === 'reconnecting'
  return (
    <div className={styles.bar} data-state={state} data-part="controls">
      <div className={styles.buttons} data-push-to-talk={pushToTalk.chosen}>
        {pushToTalk.chosen ? (
          <HoldButton pushToTalk={pushToTalk} />
        ) : (
          <ActionIcon
            variant="default"
            radius="xl"
            size={56}
            className={styles.mute}
            aria-label={t(muted ? 'talk.unmute' : 'talk.mute')}
            aria-pressed={muted}
            onClick={onToggleMute}
            data-testid="talk-mute"
          >
            {muted ? <IconMicrophoneOff size={24} stroke={1.7} /> : <IconMicrophone size={24} stroke={1.7} />}
          </ActionIcon>
        )}
        {menu}
        <span className={styles.meter} aria-hidden="true" data-muted={muted}>
          {[0, 1, 2, 3, 4, 5, 6].map((bar) => (
            <i key={bar} style={{ '--bar': bar }} />
          ))}
        </span>
        <Button
          size="lg"
          radius="xl"
          className={styles.hangUp}
          leftSection={<IconPhoneOff size={22} stroke={1.8} />}
          loading={hangingUp}
          onClick={onHangUp}
          data-testid="talk-end"
        >
          {t(talking ? 'talk.hangUp' : 'talk.cancel')}
        </Button>
      </div>
      {pushToTalk.chosen ? (
        <p className={styles.hint} role="status">
          {t(pushToTalk.held ? 'talk.holding' : 'talk.holdHint')}
        </p>
      ) : muted ? (
        <p className={styles.hint} role="status">
          {t('talk.mutedNote')}
        </p>
      ) : (
        <p className={`${styles.hint} ${styles.keys}`}>{t('talk.keys')}</p>
      )}
    </div>
  )
}
