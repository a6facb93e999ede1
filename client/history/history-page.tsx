import '@mantine/core/styles/CloseButton.css'
import '@mantine/core/styles/Notification.css'
import '@mantine/notifications/styles.css'
import { Button, Skeleton } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'wouter'
import { useScenarios } from '../scenarios/use-scenarios.ts'
import { FailedQuery } from '../ui/failed-query.tsx'
import { useTitle } from '../ui/use-title.ts'
import { readFilter, writeFilter } from './history-filter.ts'
import { HistoryFilters } from './history-filters.tsx'
import styles from './history-page.module.css'
import { NoTalks } from './no-talks.tsx'
import { TalkRow } from './talk-row.tsx'
import { TrendSection } from './trend-section.tsx'
import { scoresByTalk } from './trend-series.ts'
import { useRemovalNotes } from './use-removal-notes.tsx'
import { useTalks } from './use-talks.ts'
import { useTrends } from './use-trends.ts'

/** `/talks`: what was practised so far, and how it went. */
export default function HistoryPage() {
  const { t } = useTranslation()
  useTitle(t('history.title'))
  const [search, setSearch] = useSearchParams()
  const filter = readFilter(search)
  const { data: scenarios = [] } = useScenarios()
  const { data: trends = [] } = useTrends()
  return (
    <main id="main" className={styles.page}>
      <Notifications position="bottom-center" />
      <h1 className={styles.title}>{t('history.title')}</h1>
      <TrendSection trends={trends} scenarios={scenarios} scenarioId={filter.scenarioId} />
      <HistoryFilters
        filter={filter}
        scenarios={scenarios}
        onChange={(next) => setSearch((before) => writeFilter(before, next), { replace: true })}
      />
      <TalkList />
    </main>
  )
}

function TalkList() {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const filter = readFilter(search)
  const { data: scenarios = [] } = useScenarios()
  const { data: trends = [] } = useTrends()
  const talks = useTalks(filter)
  const { hidden, remove } = useRemovalNotes()
  if (talks.error && !talks.data) {
    return <FailedQuery error={talks.error} onRetry={() => void talks.refetch()} />
  }
  if (!talks.data) {
    return (
      <div className={styles.list} role="status" aria-busy="true" aria-label={t('history.loading')}>
        {[0, 1, 2].map((key) => (
          <Skeleton key={key} height={74} radius={16} />
        ))}
      </div>
    )
  }
  const shown = talks.data.pages.flatMap(({ items }) => items).filter(({ id }) => !hidden.has(id))
  const scores = scoresByTalk(trends)
  if (shown.length === 0 && !talks.hasNextPage) {
    return <NoTalks isFiltered={filter.text !== '' || filter.scenarioId !== '' || filter.period !== 'all'} />
  }
  return (
    <>
      <ul className={styles.list} aria-label={t('history.list')} aria-busy={talks.isPlaceholderData}>
        {shown.map((talk) => (
          <li key={talk.id}>
            <TalkRow
              talk={talk}
              scenario={scenarios.find(({ id }) => id === talk.scenarioId)}
              score={scores.get(talk.id)}
              onRemove={() => remove(talk.id)}
            />
          </li>
        ))}
      </ul>
      {talks.hasNextPage && (
        <Button
          className={styles.more}
          radius="xl"
          variant="default"
          loading={talks.isFetchingNextPage}
          onClick={() => void talks.fetchNextPage()}
        >
          {t('history.more')}
        </Button>
      )}
    </>
  )
}
