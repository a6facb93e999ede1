import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { DeviceKind } from './chosen-devices.ts'
import styles from './device-field.module.css'
import type { Devices } from './use-devices.ts'

export interface DeviceFieldProps {
  kind: DeviceKind
  devices: Devices
  /** Instead of only remembering the choice. */
  onChoose?: (deviceId: string | undefined) => void
}

/** Which microphone or speaker; the system's own choice first. */
export function DeviceField({ kind, devices, onChoose }: DeviceFieldProps) {
  const { t } = useTranslation()
  const { chosen, current, lists } = devices
  const choose = onChoose ?? ((deviceId) => chosen.choose(kind, deviceId))
  return (
    <NativeSelect
      radius="md"
      classNames={{ label: styles.label }}
      label={t(`devices.${kind}`)}
      value={current[kind] ?? ''}
      onChange={(event) => choose(event.currentTarget.value || undefined)}
      data={[
        { value: '', label: t('devices.systemDefault') },
        ...lists[kind].map(({ deviceId, label }) => ({ value: deviceId, label })),
      ]}
      data-testid={`choose-${kind}`}
    />
  )
}
