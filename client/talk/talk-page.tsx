import { useTranslation } from 'react-i18next'
import { useScenario } from '../scenarios/use-scenarios.ts'
import { FailedPage } from '../ui/failed-page.tsx'
import { PageLoader } from '../ui/page-loader.tsx'
import { useTitle } from '../ui/use-title.ts'
import { TalkRoom } from './talk-room.tsx'

/** `/talk/:scenarioId`: getting ready, the talk itself and its end. */
export default function TalkPage({ scenarioId }: { scenarioId: string }) {
  const { t } = useTranslation()
  const { data: scenario, error, refetch } = useScenario(scenarioId)
  useTitle(scenario?.title ?? t('talk.loading'))
  if (error) {
    return <FailedPage error={error} onRetry={() => void refetch()} />
  }
  return scenario ? <TalkRoom scenario={scenario} /> : <PageLoader />
}
