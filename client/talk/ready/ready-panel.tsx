import { IconHeadset } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Devices } from '../devices/use-devices.ts'
import { MicrophoneTest } from './microphone-test.tsx'
import styles from './ready-panel.module.css'
import { SpeakerTest } from './speaker-test.tsx'
import type { SoundCheck } from './use-sound-check.ts'

/** Before a talk, for those who want to be sure: which microphone and speaker, and whether they work. Else out of the way. */
export function ReadyPanel({ devices, check }: { devices: Devices; check: SoundCheck }) {
  const { t } = useTranslation()
  const { refresh } = devices
  const { type } = check.state
  const [open, setOpen] = useState(false)
  useEffect(() => {
    if (type === 'listening') refresh()
  }, [type, refresh])
  return (
    <details
      className={styles.panel}
      onToggle={(event) => {
        setOpen(event.currentTarget.open)
        if (!event.currentTarget.open) check.stop()
      }}
    >
      <summary className={styles.summary} data-testid="ready">
        <IconHeadset size={18} stroke={1.7} aria-hidden="true" />
        <span>{t('ready.title')}</span>
      </summary>
      {open && (
        <div className={styles.parts}>
          <MicrophoneTest devices={devices} check={check} />
          <SpeakerTest devices={devices} check={check} />
        </div>
      )}
    </details>
  )
}
