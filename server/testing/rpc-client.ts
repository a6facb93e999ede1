import { createTRPCClient, createWSClient, type TRPCClientError, wsLink } from '@trpc/client'
import superjson from 'superjson'
import { WebSocket } from 'ws'
import type { TalkEvent } from '../../shared/talk-event.ts'
import type { AppRouter } from '../rpc/router.ts'

/** A typed client as a stranger would build it: tRPC's own parts and nothing of ours but the type. */
export function createRpcClient(url: string, connectionParams?: Record<string, string>) {
  const socket = createWSClient({
    url: `${url.replace('http', 'ws')}/trpc`,
    // tRPC wants the browser's WebSocket; the one of `ws` behaves the same in all that it uses.
    WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
    ...(connectionParams ? { connectionParams: () => connectionParams } : {}),
    retryDelayMs: () => 50,
  })
  const rpc = createTRPCClient<AppRouter>({ links: [wsLink({ client: socket, transformer: superjson })] })
  return {
    rpc,
    socket,
    async [Symbol.asyncDispose]() {
      await socket.close()
    },
  }
}
export type RpcClient = ReturnType<typeof createRpcClient>['rpc']
export type RpcError = TRPCClientError<AppRouter>

/** A subscription to a talk whose events a test can wait for. */
export function connectTalk(
  rpc: RpcClient,
  input: { scenarioId: string; offer: { type: 'offer'; sdp: string } },
) {
  const events: TalkEvent[] = []
  const ids: string[] = []
  let failure: RpcError | undefined
  let completed = false
  let waiting: (() => void)[] = []
  const wake = () => {
    const woken = waiting
    waiting = []
    for (const resolve of woken) resolve()
  }
  const subscription = rpc.talk.connect.subscribe(input, {
    onData({ id, data }) {
      ids.push(id)
      events.push(data)
      wake()
    },
    onError(error) {
      failure = error
      wake()
    },
    onComplete() {
      completed = true
      wake()
    },
  })
  const changed = () => new Promise<void>((resolve) => waiting.push(resolve))
  return {
    events,
    ids,
    subscription,
    /** The first event that fits, come or to come. */
    async event<T extends TalkEvent['type']>(
      type: T,
      fits: (event: Extract<TalkEvent, { type: T }>) => boolean = () => true,
    ): Promise<Extract<TalkEvent, { type: T }>> {
      for (let at = 0; ; ) {
        for (; at < events.length; at++) {
          const event = events[at]
          // The type is compared, which narrows the union, but not through a type parameter.
          if (event?.type === type && fits(event as Extract<TalkEvent, { type: T }>))
            return event as Extract<TalkEvent, { type: T }>
        }
        if (failure) throw failure
        if (completed) throw new Error(`the talk ended without such a ${type}`)
        await changed()
      }
    },
    async refused(): Promise<RpcError> {
      while (!failure) await changed()
      return failure
    },
    async completed(): Promise<void> {
      while (!completed) await changed()
    },
  }
}
