import { createTRPCClient, createWSClient, type TRPCClient, wsLink } from '@trpc/client'
import superjson from 'superjson'
import type { AppRouter } from '../../server/rpc/router.ts'

export interface LiveTalkClientOptions {
  /** Where the server is: `http(s)://` or `ws(s)://`, host and port. */
  url: string
  /** Where the server asks for one. A function is asked anew for each socket, so that it can be fresh. */
  token?: string | (() => string | Promise<string>)
  /** For runtimes without one of their own. */
  WebSocket?: typeof WebSocket
}

/** Every procedure of the server, typed by its router, over one WebSocket. Close it when you are done. */
export type LiveTalkClient = TRPCClient<AppRouter> & LiveTalkConnection

export interface LiveTalkConnection extends AsyncDisposable {
  /**
   * Ends a talk like `talk.end`, but sends before it returns, and waits for no reply. tRPC sends a mutation only
   * after a timer, which a page that is going away is not given any more.
   */
  endTalkNow(talkId: string): void
  /** `talk.leave`, sent as `endTalkNow` is. */
  leaveTalkNow(talkId: string): void
  /** `ws(s)://.../ws/realtime` for the sound of a talk (subprotocol `live-talk.v1`), with a fresh token. */
  mediaSocketUrl(target: { talkId: string } | { scenarioId: string }): Promise<string>
  /** Ends subscriptions, and closes the socket for good. Idempotent. */
  close(): Promise<void>
}

/** Slow enough for a server that restarts, quick enough that nobody misses their captions. */
const MAX_RETRY_DELAY_MS = 2_000
/** A socket that died without a word is found out after the sum of these. */
const PING_INTERVAL_MS = 5_000
const PONG_TIMEOUT_MS = 3_000

/** tRPC's socket waits for ever to close where the runtime refused it before it could listen, as for a blocked port. */
const CLOSE_WITHIN_MS = 1_000

/**
 * Connects to a Live Talk server. The socket opens at once and comes back by itself; subscriptions go on from
 * where they were, because each socket names the same client id.
 */
export function createLiveTalkClient(options: LiveTalkClientOptions): LiveTalkClient {
  const clientId = randomId()
  const token = async () => (typeof options.token === 'function' ? await options.token() : options.token)
  const socket = createWSClient({
    url: socketUrl(options.url, '/trpc').href,
    connectionParams: async () => {
      const value = await token()
      return value === undefined ? { clientId } : { clientId, token: value }
    },
    retryDelayMs: (attempt) => (attempt === 0 ? 0 : Math.min(MAX_RETRY_DELAY_MS, 125 * 2 ** attempt)),
    keepAlive: { enabled: true, intervalMs: PING_INTERVAL_MS, pongTimeoutMs: PONG_TIMEOUT_MS },
    ...(options.WebSocket === undefined ? {} : { WebSocket: options.WebSocket }),
  })
  const trpc = createTRPCClient<AppRouter>({ links: [wsLink({ client: socket, transformer: superjson })] })
  const close = async () => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const timeUp = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSE_WITHIN_MS)
    })
    await Promise.race([socket.close(), timeUp])
    clearTimeout(timer)
  }
  const sendNow = (path: 'talk.end' | 'talk.leave', talkId: string) => {
    const { connection } = socket
    if (connection?.state !== 'open') return
    // tRPC's own message (https://trpc.io/docs/rpc), with an id that no call of its own has: the reply is ignored.
    const params = { path, input: superjson.serialize({ talkId }) }
    connection.ws.send(JSON.stringify({ id: 'sendNow', jsonrpc: '2.0', method: 'mutation', params }))
  }
  const connection: Record<string | symbol, unknown> = {
    close,
    // Safari has no such symbol yet; then nobody can ask for it either.
    [Symbol.asyncDispose ?? 'close']: close,
    mediaSocketUrl: async (target: { talkId: string } | { scenarioId: string }) => {
      const url = socketUrl(options.url, '/ws/realtime')
      if ('talkId' in target) url.searchParams.set('talk', target.talkId)
      else url.searchParams.set('scenario', target.scenarioId)
      // By the same name as on the other socket, or the server would not let it near the talk.
      url.searchParams.set('clientId', clientId)
      const value = await token()
      if (value !== undefined) url.searchParams.set('token', value)
      return url.href
    },
    endTalkNow: (talkId: string) => sendNow('talk.end', talkId),
    leaveTalkNow: (talkId: string) => sendNow('talk.leave', talkId),
  }
  return new Proxy(trpc, {
    get: (target, key, receiver) =>
      Object.hasOwn(connection, key) ? connection[key] : Reflect.get(target, key, receiver),
    // tRPC's client is a proxy already; this one adds what `LiveTalkConnection` names.
  }) as LiveTalkClient
}

function socketUrl(url: string, path: string): URL {
  const result = new URL(path, url)
  result.protocol = result.protocol.replace('http', 'ws')
  return result
}

/** `crypto.randomUUID` is missing where a page came over plain HTTP from another host. */
function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}
