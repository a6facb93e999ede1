import { useQuery } from '@tanstack/react-query'
import { ask, useLiveTalk } from '../trpc.ts'

/** What this server is and has. It changes only with a restart of the server. */
export function useServerInfo() {
  const client = useLiveTalk()
  return useQuery({
    queryKey: ['server.info'],
    queryFn: ({ signal }) => ask((options) => client.server.info.query(undefined, options), signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
}
