import { Button } from '@mantine/core'
import { IconVolume } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { askForSpeaker, canAskForSpeaker } from '../devices/ask-for-speaker.ts'
import { DeviceField } from '../devices/device-field.tsx'
import type { Devices } from '../devices/use-devices.ts'
import styles from './ready-panel.module.css'
import type { SoundCheck } from './use-sound-check.ts'

/** Which speaker, where the browser lets a page choose, and a sound to hear whether it is the right one. */
export function SpeakerTest({ devices, check }: { devices: Devices; check: SoundCheck }) {
  const { t } = useTranslation()
  const { lists, current, chosen, refresh } = devices
  const ask = async () => {
    const deviceId = await askForSpeaker()
    if (deviceId === undefined) return
    refresh()
    chosen.choose('speaker', deviceId)
  }
  return (
    <div className={styles.part}>
      {lists.speaker.length > 0 && <DeviceField kind="speaker" devices={devices} />}
      <div className={styles.try}>
        <Button
          variant="default"
          radius="xl"
          leftSection={<IconVolume size={16} stroke={1.8} />}
          onClick={() => check.chime(current.speaker)}
          data-testid="try-speaker"
          data-sounding={check.chiming}
        >
          {t('ready.trySpeaker')}
        </Button>
        {canAskForSpeaker() && (
          <Button variant="subtle" radius="xl" onClick={() => void ask()}>
            {t('ready.otherSpeaker')}
          </Button>
        )}
      </div>
      <p className={styles.words}>{t('ready.speakerHint')}</p>
    </div>
  )
}
