import { queryOptions, useQuery } from '@tanstack/react-query'
import type { LiveTalkClient } from '../sdk/live-talk-client.ts'
import { ask, useLiveTalk } from '../trpc.ts'

/** What this server is and has. It changes only with a restart of the server. */
export const serverInfoQuery = (client: LiveTalkClient) =>
  queryOptions({
    queryKey: ['server.info'],
    queryFn: ({ signal }) => ask((options) => client.server.info.query(undefined, options), signal),
    staleTime: Number.POSITIVE_INFINITY,
  })

export function useServerInfo() {
  return useQuery(serverInfoQuery(useLiveTalk()))
}
