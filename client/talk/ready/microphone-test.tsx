import { Button } from '@mantine/core'
import { IconMicrophone, IconPlayerStop } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { DeviceField } from '../devices/device-field.tsx'
import type { Devices } from '../devices/use-devices.ts'
import { useLevels } from '../use-levels.ts'
import styles from './ready-panel.module.css'
import type { SoundCheck } from './use-sound-check.ts'

/** Which microphone, how loud it hears, and in words whether it hears anything. */
export function MicrophoneTest({ devices, check }: { devices: Devices; check: SoundCheck }) {
  const { t } = useTranslation()
  const part = useRef<HTMLDivElement>(null)
  const { microphone, state } = check
  const listens = state.type === 'listening' || state.type === 'heard'
  useLevels(microphone, listens, part)
  const choose = (deviceId: string | undefined) => {
    devices.chosen.choose('microphone', deviceId)
    void microphone.choose(deviceId)
  }
  return (
    <div ref={part} className={styles.part}>
      <DeviceField kind="microphone" devices={devices} onChoose={choose} />
      <div className={styles.try}>
        <Button
          variant="default"
          radius="xl"
          leftSection={
            listens ? <IconPlayerStop size={16} stroke={1.8} /> : <IconMicrophone size={16} stroke={1.8} />
          }
          loading={state.type === 'opening'}
          onClick={() =>
            listens ? microphone.stop() : void microphone.start(devices.chosen.getSnapshot().microphone)
          }
          data-testid="try-microphone"
        >
          {t(listens ? 'ready.stopMicrophone' : 'ready.tryMicrophone')}
        </Button>
        <span className={styles.level} data-on={listens} aria-hidden="true" data-testid="microphone-level">
          <i />
        </span>
      </div>
      <p className={styles.words} role="status" data-tone={toneOf(state.type)} data-testid="microphone-check">
        {state.type === 'failed' ? t(`problem.${wordsOf(state.problem)}.body`) : t(`ready.${state.type}`)}
      </p>
    </div>
  )
}

function toneOf(type: SoundCheck['state']['type']): 'good' | 'bad' | undefined {
  if (type === 'heard') return 'good'
  return type === 'failed' ? 'bad' : undefined
}

/** A refusal is a server's word, and no server was asked. */
function wordsOf(problem: Extract<SoundCheck['state'], { type: 'failed' }>['problem']) {
  return problem === 'refused' ? 'unexpected' : problem
}
