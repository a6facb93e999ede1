import { useQuery } from '@tanstack/react-query'
import { ask, useLiveTalk } from '../trpc.ts'

/** The scores of all talks, by scenario. */
export function useTrends() {
  const client = useLiveTalk()
  return useQuery({
    queryKey: ['feedback.trend'],
    queryFn: ({ signal }) => ask((options) => client.feedback.trend.query({}, options), signal),
  })
}
