import { QueryClient } from '@tanstack/react-query'
import { problemFrom } from './sdk/call-problem.ts'

/** How soon a page that found no server looks again: its socket tries about as often. */
const UNREACHABLE_RETRY_MS = 3_000

/**
 * The cache of what was asked of the server. A refusal stands, for asking again would be refused again; a server
 * that was not there is looked for until it is.
 */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: false,
        refetchOnWindowFocus: false,
        // tRPC comes by its own socket, so whether the browser believes to be online says little.
        networkMode: 'always',
        refetchInterval: ({ state: { error } }) =>
          error !== null && problemFrom(error).type === 'serverUnreachable' ? UNREACHABLE_RETRY_MS : false,
      },
    },
  })
}
