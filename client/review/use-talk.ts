import { useQuery } from '@tanstack/react-query'
import { problemFrom } from '../sdk/call-problem.ts'
import { ask, useLiveTalk } from '../trpc.ts'

/** Soon enough that a talk which has just ended is shown as such. */
const RUNNING_REFETCH_MS = 3_000

/** What is kept of a talk; asked for again while it runs, or while the server is not there. */
export function useTalk(talkId: string) {
  const client = useLiveTalk()
  return useQuery({
    queryKey: ['talk.get', talkId],
    queryFn: ({ signal }) => ask((options) => client.talk.get.query({ talkId }, options), signal),
    refetchInterval: ({ state: { data, error } }) => {
      const isOpen = error ? problemFrom(error).type === 'serverUnreachable' : data && data.state !== 'ended'
      return isOpen ? RUNNING_REFETCH_MS : false
    },
  })
}
