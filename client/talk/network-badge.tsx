import { VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { NetworkStats } from '../sdk/network-stats.ts'
import type { TalkCall } from '../sdk/talk-call.ts'
import styles from './network-badge.module.css'
import { useNetwork } from './use-network.ts'

/** How well the voice gets through, as three small bars, and by which way, in a word. */
export function NetworkBadge({ call }: { call: TalkCall }) {
  const network = useNetwork(call)
  return network ? <Badge network={network} /> : null
}

function Badge({ network }: { network: NetworkStats }) {
  const { t } = useTranslation()
  const { quality, transport, relayed, rttMs, lossPercent } = network
  const way = transport === 'websocket' ? 'websocket' : relayed ? 'relay' : 'webrtc'
  const numbers =
    rttMs === undefined
      ? ''
      : t('network.numbers', { rtt: Math.round(rttMs), loss: Math.round(lossPercent ?? 0) })
  return (
    <span
      className={styles.badge}
      data-testid="network-badge"
      data-quality={quality}
      data-transport={transport}
      title={[t(`network.${quality}`), t(`network.${way}Explained`), numbers].filter(Boolean).join(' ')}
    >
      <span className={styles.bars} aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <VisuallyHidden>{t(`network.${quality}`)}</VisuallyHidden>
      <span aria-hidden="true">{t(`network.${way}`)}</span>
      {/* Told once when the way changes, not with every number. */}
      <VisuallyHidden role="status">{t(`network.${way}Explained`)}</VisuallyHidden>
    </span>
  )
}
