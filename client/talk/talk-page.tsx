import { useTranslation } from 'react-i18next'
import { useScenario } from '../scenarios/use-scenarios.ts'
import { FailedQuery } from '../ui/failed-query.tsx'
import { PageLoader } from '../ui/page-loader.tsx'
import { useTitle } from '../ui/use-title.ts'
import { TalkRoom } from './talk-room.tsx'

/** `/talk/:scenarioId`: getting ready, the talk itself and its end. */
export default function TalkPage({ scenarioId }: { scenarioId: string }) {
  const { t } = useTranslation()
  const { data: scenario, error, refetch } = useScenario(scenarioId)
  useTitle(scenario?.title ?? t('talk.loading'))
  if (error) {
    return (
      <main id="main">
        <FailedQuery error={error} onRetry={() => void refetch()} />
      </main>
    )
  }
  return scenario ? <TalkRoom scenario={scenario} /> : <PageLoader />
}
