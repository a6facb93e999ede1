import { Skeleton } from '@mantine/core'
import { lazy, type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { Delivery } from '../../shared/delivery.ts'
import type { Turn } from '../../shared/turn.ts'
import { DeliveryFacts } from './delivery-facts.tsx'
import styles from './delivery-section.module.css'
import { inSeconds, responseDelays, speakingSlices } from './delivery-series.ts'
import { PaceMeter } from './pace-meter.tsx'

const SpeakingChart = lazy(() => import('./speaking-chart.tsx'))
const DelayChart = lazy(() => import('./delay-chart.tsx'))

export interface DeliverySectionProps {
  delivery: Delivery
  transcript: readonly Turn[]
  partnerName: string
}

/** How it was said, in figures: each chart with its sense in words. */
export function DeliverySection({ delivery, transcript, partnerName }: DeliverySectionProps) {
  const { t } = useTranslation()
  const slices = speakingSlices(delivery)
  const delays = responseDelays(delivery, transcript)
  const { speakingShare, responseDelays: figures, pace } = delivery
  const percent = (share: number) => Math.round(share * 100)
  return (
    <section className={styles.section} aria-labelledby="review-delivery">
      <h2 className={styles.heading} id="review-delivery">
        {t('review.delivery.title')}
      </h2>
      <p className={styles.basis}>{t(`review.delivery.basis.${delivery.basis}`)}</p>
      <div className={styles.charts}>
        {speakingShare && (
          <Figure
            title={t('review.delivery.share')}
            words={t('review.delivery.shareWords', {
              user: percent(speakingShare.user),
              partner: percent(speakingShare.partner),
              partnerName,
            })}
          >
            {slices.length > 1 && (
              <SpeakingChart slices={slices} names={{ user: t('talk.you'), partner: partnerName }} />
            )}
          </Figure>
        )}
        {figures.medianMs !== undefined && (
          <Figure
            title={t('review.delivery.delays')}
            words={t('review.delivery.delayWords', {
              median: inSeconds(figures.medianMs),
              longest: inSeconds(figures.longestMs ?? figures.medianMs),
              count: delays.length,
            })}
          >
            {delays.length > 1 && <DelayChart delays={delays} name={t('review.delivery.delays')} />}
          </Figure>
        )}
        {pace && <PaceMeter pace={pace} />}
      </div>
      <DeliveryFacts delivery={delivery} partnerName={partnerName} />
    </section>
  )
}

/** A chart for the eye, and what it says for everybody. */
function Figure({ title, words, children }: { title: string; words: string; children: ReactNode }) {
  return (
    <figure className={styles.figure}>
      <figcaption>
        <h3 className={styles.title}>{title}</h3>
        <p className={styles.words}>{words}</p>
      </figcaption>
      {children && (
        <div aria-hidden="true">
          <Suspense fallback={<Skeleton height={140} radius={12} />}>{children}</Suspense>
        </div>
      )}
    </figure>
  )
}
