import { NativeSelect, Skeleton } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FeedbackTrend } from '../../shared/feedback-trend.ts'
import type { ScenarioView } from '../../shared/scenario.ts'
import styles from './trend-section.module.css'
import { trendSeries, trendSummary } from './trend-series.ts'
import { TrendTable } from './trend-table.tsx'

const TrendChart = lazy(() => import('./trend-chart.tsx'))

export interface TrendSectionProps {
  trends: readonly FeedbackTrend[]
  scenarios: readonly ScenarioView[]
  /** The scenario that the list is filtered by; empty for all. */
  scenarioId: string
}

/** How the scores of one scenario went from talk to talk. Nothing where no scenario was judged twice. */
export function TrendSection({ trends, scenarios, scenarioId }: TrendSectionProps) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<string>()
  const telling = trends.filter((trend) => trendSummary(trend))
  const shown =
    telling.find((trend) => trend.scenarioId === (scenarioId || chosen)) ??
    (scenarioId === '' ? telling.toSorted((a, b) => b.points.length - a.points.length)[0] : undefined)
  const summary = shown && trendSummary(shown)
  if (!shown || !summary) return null
  const titleOf = (id: string) => scenarios.find((scenario) => scenario.id === id)?.title ?? id
  const series = trendSeries(shown)
  return (
    <section className={styles.trend} aria-labelledby="history-trend" data-testid="trend">
      <div className={styles.head}>
        <h2 className={styles.title} id="history-trend">
          {t('history.trend.title')}
        </h2>
        {scenarioId === '' && telling.length > 1 && (
          <NativeSelect
            radius="xl"
            size="xs"
            aria-label={t('history.trend.choose')}
            value={shown.scenarioId}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={telling.map((trend) => ({ value: trend.scenarioId, label: titleOf(trend.scenarioId) }))}
          />
        )}
      </div>
      <p className={styles.words}>
        {t('history.trend.words', { title: titleOf(shown.scenarioId), ...summary })}
      </p>
      <div aria-hidden="true">
        <Suspense fallback={<Skeleton height={240} radius={12} />}>
          <TrendChart series={series} totalName={t('history.trend.total')} />
        </Suspense>
      </div>
      <TrendTable series={series} totalName={t('history.trend.total')} />
    </section>
  )
}
