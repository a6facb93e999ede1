import { useTranslation } from 'react-i18next'
import type { Delivery } from '../../shared/delivery.ts'
import { formatDuration } from '../talk/format-duration.ts'
import styles from './delivery-facts.module.css'
import { inSeconds } from './delivery-series.ts'

/** What needs no chart: a number or two each. */
export function DeliveryFacts({ delivery, partnerName }: { delivery: Delivery; partnerName: string }) {
  const { t } = useTranslation()
  const { pauses, fillers, longestMonologue, interruptions } = delivery
  const facts: [title: string, words: string][] = []
  if (pauses) {
    const { count, longestMs } = pauses
    facts.push([
      t('review.delivery.pauses'),
      t('review.delivery.pauseWords', { count, longest: inSeconds(longestMs) }),
    ])
  }
  const words = fillers.words.map(({ word, count }) => `${word} × ${count}`).join(', ')
  facts.push([
    t('review.delivery.fillers'),
    words
      ? t('review.delivery.fillerWords', { count: fillers.count, words })
      : t('review.delivery.noFillers'),
  ])
  if (longestMonologue) {
    const name = longestMonologue.role === 'user' ? t('talk.you') : partnerName
    const time = formatDuration(longestMonologue.durationMs)
    facts.push([t('review.delivery.monologue'), t('review.delivery.monologueWords', { name, time })])
  }
  if (interruptions) {
    const { byUser, byPartner } = interruptions
    facts.push([
      t('review.delivery.interruptions'),
      t('review.delivery.interruptionWords', { byUser, byPartner, partnerName }),
    ])
  }
  return (
    <dl className={styles.facts}>
      {facts.map(([title, value]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
