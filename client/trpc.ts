import { createContext, useContext } from 'react'
import { CallError } from './sdk/call-problem.ts'
import type { LiveTalkClient } from './sdk/live-talk-client.ts'

/** The one connection of this page to its server, made in `main.tsx`. */
export const LiveTalkContext = createContext<LiveTalkClient | undefined>(undefined)

export function useLiveTalk(): LiveTalkClient {
  const client = useContext(LiveTalkContext)
  if (!client) throw new Error('There is no LiveTalkContext around this.')
  return client
}

/** The server answers such questions within ms. */
const QUERY_TIMEOUT_MS = 6_000

/**
 * Asks the server, and gives up in time: while its socket is down, tRPC would wait for ever.
 * @throws CallError serverUnreachable, or what the server answered
 */
export async function ask<Answer>(
  query: (options: { signal: AbortSignal }) => Promise<Answer>,
  signal: AbortSignal,
): Promise<Answer> {
  const timeout = AbortSignal.timeout(QUERY_TIMEOUT_MS)
  try {
    return await query({ signal: AbortSignal.any([signal, timeout]) })
  } catch (cause) {
    if (timeout.aborted) throw new CallError({ type: 'serverUnreachable' }, { cause })
    throw cause
  }
}
