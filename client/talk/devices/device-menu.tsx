import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { problemFrom } from '../../sdk/call-problem.ts'
import type { TalkCall } from '../../sdk/talk-call.ts'
import { DeviceField } from './device-field.tsx'
import styles from './device-menu.module.css'
import type { Devices } from './use-devices.ts'

export interface DeviceMenuProps {
  call: TalkCall
  devices: Devices
  /** What else can be changed in mid-talk. */
  children?: ReactNode
}

/** During a talk: another microphone or speaker, without a break in what is said. */
export function DeviceMenu({ call, devices, children }: DeviceMenuProps) {
  const { t } = useTranslation()
  const menu = useRef<HTMLDetailsElement>(null)
  const [failed, setFailed] = useState(false)
  const { refresh } = devices
  // Names are known from the moment at which the call was given its microphone.
  useEffect(refresh, [refresh])
  useEffect(() => {
    const closeFromOutside = ({ target }: Event) => {
      if (menu.current && target instanceof Node && !menu.current.contains(target)) menu.current.open = false
    }
    addEventListener('pointerdown', closeFromOutside)
    return () => removeEventListener('pointerdown', closeFromOutside)
  }, [])

  const takeMicrophone = (deviceId: string | undefined) => {
    const before = devices.chosen.getSnapshot().microphone
    devices.chosen.choose('microphone', deviceId)
    setFailed(false)
    call.switchMicrophone(deviceId).catch((error: unknown) => {
      devices.chosen.choose('microphone', before)
      // While the call ends, there is no microphone to be had.
      setFailed(problemFrom(error).type !== 'unexpected')
    })
  }

  return (
    <details
      ref={menu}
      className={styles.menu}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !event.currentTarget.open) return
        // It closes the menu, and does not hang up.
        event.preventDefault()
        event.currentTarget.open = false
        event.currentTarget.querySelector('summary')?.focus()
      }}
    >
      <summary className={styles.button} aria-label={t('devices.menu')} data-testid="device-menu">
        <IconAdjustmentsHorizontal size={22} stroke={1.7} aria-hidden="true" />
      </summary>
      <div className={styles.panel}>
        <DeviceField kind="microphone" devices={devices} onChoose={takeMicrophone} />
        {failed && (
          <p className={styles.failed} role="alert">
            {t('devices.notTaken')}
          </p>
        )}
        {devices.lists.speaker.length > 0 && <DeviceField kind="speaker" devices={devices} />}
        {children}
      </div>
    </details>
  )
}
