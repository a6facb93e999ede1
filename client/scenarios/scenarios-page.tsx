import { Skeleton } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { BuiltInNote } from '../ui/built-in-note.tsx'
import { FailedQuery } from '../ui/failed-query.tsx'
import { useTitle } from '../ui/use-title.ts'
import { ScenarioCard } from './scenario-card.tsx'
import styles from './scenarios-page.module.css'
import { useScenarios } from './use-scenarios.ts'

/** The start page: what can be practised here. */
export default function ScenariosPage() {
  const { t } = useTranslation()
  useTitle(undefined)
  // Fetched while people choose, so that the room is open when they have.
  useEffect(() => void import('../talk/talk-page.tsx'), [])
  return (
    <main id="main" className={styles.page}>
      <div className={styles.intro}>
        <h1 className={styles.headline}>{t('scenarios.headline')}</h1>
        <p className={styles.lead} data-short>
          {t('scenarios.lead')}
        </p>
      </div>
      <ScenarioList />
      <BuiltInNote />
    </main>
  )
}

function ScenarioList() {
  const { t, i18n } = useTranslation()
  const { data: scenarios, error, refetch } = useScenarios()
  if (error) return <FailedQuery error={error} onRetry={() => void refetch()} />
  if (!scenarios) {
    return (
      <div className={styles.list} role="status" aria-busy="true" aria-label={t('scenarios.loading')}>
        {[0, 1, 2, 3].map((key) => (
          <Skeleton key={key} height={272} radius={20} />
        ))}
      </div>
    )
  }
  if (scenarios.length === 0) return <p className={styles.lead}>{t('scenarios.empty')}</p>
  // Those in the reader's language first; within each, the server's order.
  const isForeign = ({ locale }: { locale: string }) => (locale.startsWith(i18n.language) ? 0 : 1)
  return (
    <ul className={styles.list} aria-label={t('scenarios.list')}>
      {scenarios
        .toSorted((a, b) => isForeign(a) - isForeign(b))
        .map((scenario) => (
          <li key={scenario.id}>
            <ScenarioCard scenario={scenario} />
          </li>
        ))}
    </ul>
  )
}
