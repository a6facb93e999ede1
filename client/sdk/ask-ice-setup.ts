import type { CallClock } from './call-clock.ts'
import type { IceSetup } from './call-peer.ts'
import { CallError } from './call-problem.ts'
import type { TalkApi } from './talk-api.ts'

/** The server answers within tens of ms; past this it is not there. */
const SERVER_TIMEOUT_MS = 5_000

/**
 * What the server says a connection is to be made with.
 * @throws CallError serverUnreachable, and what the server refuses; serverUnreachable too when it is aborted
 */
export async function askIceSetup(options: {
  client: TalkApi
  clock: CallClock
  signal: AbortSignal
}): Promise<IceSetup> {
  const { client, clock, signal } = options
  const given = Promise.withResolvers<never>()
  const giveUp = () => given.reject(new CallError({ type: 'serverUnreachable' }))
  const cancel = clock.after(SERVER_TIMEOUT_MS, giveUp)
  signal.addEventListener('abort', giveUp, { once: true })
  try {
    const asked = Promise.all([
      client.server.iceServers.query(undefined, { signal }),
      client.server.info.query(undefined, { signal }),
    ])
    const [iceServers, { iceTransportPolicy }] = await Promise.race([asked, given.promise])
    return { iceServers, iceTransportPolicy }
  } finally {
    cancel()
    signal.removeEventListener('abort', giveUp)
  }
}
