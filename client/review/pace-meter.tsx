import { useTranslation } from 'react-i18next'
import type { Delivery } from '../../shared/delivery.ts'
import { paceMeter } from './delivery-series.ts'
import styles from './pace-meter.module.css'

/** How fast the user spoke, beside how fast people usually do. */
export function PaceMeter({ pace }: { pace: NonNullable<Delivery['pace']> }) {
  const { t } = useTranslation()
  const meter = paceMeter(pace)
  const perMinute = Math.round(pace.perMinute)
  return (
    <figure className={styles.figure}>
      <figcaption>
        <h3 className={styles.title}>{t('review.delivery.pace')}</h3>
        <p className={styles.words}>
          {t(`review.delivery.paceWords.${pace.unit}`, { perMinute })}{' '}
          {meter && t('review.delivery.usualPace', { usual: meter.usual })}
        </p>
      </figcaption>
      {meter && (
        <div className={styles.scale} aria-hidden="true">
          <i className={styles.usual} />
          <i className={styles.pace} style={{ insetInlineStart: `${meter.percent}%` }} />
        </div>
      )}
    </figure>
  )
}
