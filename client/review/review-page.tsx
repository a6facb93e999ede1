import { useScenario } from '../scenarios/use-scenarios.ts'
import { FailedPage } from '../ui/failed-page.tsx'
import { PageLoader } from '../ui/page-loader.tsx'
import { ReviewRoom } from './review-room.tsx'
import { useTalk } from './use-talk.ts'

/** `/talks/:talkId`: what was said, and what the coach makes of it. */
export default function ReviewPage({ talkId }: { talkId: string }) {
  const { data: talk, error, refetch } = useTalk(talkId)
  if (error && !talk) {
    return <FailedPage error={error} onRetry={() => void refetch()} />
  }
  return talk ? <ReviewOf talk={talk} /> : <PageLoader />
}

/** The scenario may be gone; the talk is still worth reading. */
function ReviewOf({ talk }: { talk: NonNullable<ReturnType<typeof useTalk>['data']> }) {
  const { data: scenario, isPending } = useScenario(talk.scenarioId)
  return isPending ? <PageLoader /> : <ReviewRoom talk={talk} scenario={scenario} />
}
