import { Skeleton } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTrends } from '../history/use-trends.ts'
import { removableScenario } from '../removal/removable.ts'
import { useRemovals } from '../removal/use-removals.ts'
import { problemFrom } from '../sdk/call-problem.ts'
import { FailedQuery } from '../ui/failed-query.tsx'
import { problemWords } from '../ui/problem-words.ts'
import { useServerInfo } from '../ui/use-server-info.ts'
import { lastScores } from './last-scores.ts'
import { MakeCard } from './make-card.tsx'
import { RemovedCard } from './removed-card.tsx'
import { ScenarioActions } from './scenario-actions.tsx'
import { ScenarioCard } from './scenario-card.tsx'
import styles from './scenario-list.module.css'
import { useScenarios } from './use-scenarios.ts'

/** All scenarios, with what can be done with each, and the way to one's own. */
export function ScenarioList() {
  const { t, i18n } = useTranslation()
  const { data: scenarios, error, refetch } = useScenarios()
  const { data: trends = [] } = useTrends()
  const mayEdit = useServerInfo().data?.may.editScenarios ?? false
  const [saved] = useState(() => savedIn(history.state))
  const [failure, setFailure] = useState<{ id: string; error: unknown }>()
  const { hidden, remove, undo } = useRemovals(removableScenario, (id, cause) =>
    setFailure({ id, error: cause }),
  )
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
  const scores = lastScores(trends)
  // Those in the reader's language first; within each, the server's order.
  const isForeign = ({ locale }: { locale: string }) => (locale.startsWith(i18n.language) ? 0 : 1)
  const failed = failure && scenarios.find(({ id }) => id === failure.id)
  return (
    <div>
      {failed && (
        <p className={styles.failed} role="alert">
          <strong>{t('scenarios.notRemoved', { title: failed.title })}</strong>
          <br />
          {problemWords(t, problemFrom(failure.error)).body}
        </p>
      )}
      {scenarios.length === 0 && <p className={styles.empty}>{t('scenarios.empty')}</p>}
      <ul className={styles.list} aria-label={t('scenarios.list')}>
        {scenarios
          .toSorted((a, b) => isForeign(a) - isForeign(b))
          .map((scenario) => (
            <li key={scenario.id}>
              {hidden.has(scenario.id) ? (
                <RemovedCard title={scenario.title} onUndo={() => undo(scenario.id)} />
              ) : (
                <>
                  <ScenarioCard
                    scenario={scenario}
                    lastScore={scores.get(scenario.id)}
                    isNew={scenario.id === saved}
                  />
                  {mayEdit && <ScenarioActions scenario={scenario} onRemove={() => remove(scenario.id)} />}
                </>
              )}
            </li>
          ))}
        {mayEdit && (
          <li>
            <MakeCard />
          </li>
        )}
      </ul>
    </div>
  )
}

/** Which scenario was just saved: the editor hands it over with the way here. */
function savedIn(state: unknown): unknown {
  return typeof state === 'object' && state !== null && 'savedScenario' in state
    ? state.savedScenario
    : undefined
}
