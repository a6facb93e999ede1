import { useTranslation } from 'react-i18next'
import type { TrendSeries } from './trend-series.ts'
import styles from './trend-table.module.css'

/** The chart's numbers, for those who would rather read them. */
export function TrendTable({
  series: { lines, rows },
  totalName,
}: {
  series: TrendSeries
  totalName: string
}) {
  const { t, i18n } = useTranslation()
  return (
    <details className={styles.details}>
      <summary className={styles.summary}>{t('history.trend.table')}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: so that the keyboard can scroll it */}
      <div className={styles.scroller} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('history.trend.date')}</th>
              {lines.map(({ key, label }) => (
                <th key={key} scope="col">
                  {label ?? totalName}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ talkId, startedAt, scores }) => (
              <tr key={talkId}>
                <th scope="row">{startedAt.toLocaleDateString(i18n.language, { dateStyle: 'medium' })}</th>
                {lines.map(({ key }) => (
                  <td key={key}>{rounded(scores[key])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}

function rounded(score: number | null | undefined): string {
  return typeof score === 'number' ? String(Math.round(score)) : '–'
}
