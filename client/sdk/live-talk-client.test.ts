import { EventEmitter, on, once } from 'node:events'
import { createServer } from 'node:http'
import { initTRPC, tracked } from '@trpc/server'
import { applyWSSHandler } from '@trpc/server/adapters/ws'
import superjson from 'superjson'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { z } from 'zod'
import { createLiveTalkClient, type LiveTalkClient } from './live-talk-client.ts'

/** A server with the two procedures that matter here, on a real socket. */
async function startServer() {
  const calls = new EventEmitter()
  const callers: unknown[] = []
  const asked: { lastEventId: string | undefined }[] = []
  const t = initTRPC.create({ transformer: superjson })
  const router = t.router({
    server: t.router({ info: t.procedure.query(() => ({ startedAt: new Date(0) })) }),
    talk: t.router({
      connect: t.procedure
        .input(z.object({ scenarioId: z.string(), lastEventId: z.string().optional() }))
        .subscription(async function* ({ input, signal }) {
          asked.push({ lastEventId: input.lastEventId })
          calls.emit('connected')
          for await (const [id] of on(calls, 'event', { signal: signal ?? AbortSignal.abort() })) {
            yield tracked(String(id), { type: 'state', state: 'live' })
          }
        }),
      end: t.procedure.input(z.object({ talkId: z.string() })).mutation(({ input }) => {
        calls.emit('end', input.talkId)
      }),
    }),
  })
  const http = createServer().listen(0, '127.0.0.1')
  await once(http, 'listening')
  const wss = new WebSocketServer({ server: http })
  applyWSSHandler({
    wss,
    router,
    createContext: ({ info }) => {
      callers.push(info.connectionParams)
      return {}
    },
  })
  const address = http.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    callers,
    asked,
    sockets: wss.clients,
    close() {
      for (const socket of wss.clients) socket.terminate()
      wss.close()
      http.close()
    },
  }
}

let server: Awaited<ReturnType<typeof startServer>>
let client: LiveTalkClient
beforeEach(async () => {
  server = await startServer()
  client = createLiveTalkClient({ url: server.url, token: () => `token ${server.callers.length}` })
})
afterEach(async () => {
  await client.close()
  server.close()
})

const cutSockets = () => {
  for (const socket of server.sockets) socket.terminate()
}
const offer = { type: 'offer', sdp: 'v=0' } as const

test('everything goes over one socket, with dates as dates', async () => {
  const answers = await Promise.all([client.server.info.query(), client.server.info.query()])
  expect(answers[0]).toEqual({ startedAt: new Date(0) })
  expect(server.sockets.size).toBe(1)
})

test('a subscription whose socket was cut goes on after the last event it saw', async () => {
  const events: string[] = []
  const seen = new EventEmitter()
  const subscription = client.talk.connect.subscribe(
    { scenarioId: 's', offer },
    { onData: ({ id }) => seen.emit('event', events.push(id)) },
  )
  await once(server.calls, 'connected')
  server.calls.emit('event', 'talk-1:7')
  await once(seen, 'event')
  cutSockets()
  await once(server.calls, 'connected')
  server.calls.emit('event', 'talk-1:8')
  await once(seen, 'event')
  subscription.unsubscribe()
  expect(events).toEqual(['talk-1:7', 'talk-1:8'])
  expect(server.asked).toEqual([{ lastEventId: undefined }, { lastEventId: 'talk-1:7' }])
})

test('is known by the same id after a cut, and asks for its token anew', async () => {
  await client.server.info.query()
  cutSockets()
  await client.server.info.query().catch(() => client.server.info.query())
  const [first, second] = server.callers
  expect(first).toMatchObject({ clientId: expect.stringMatching(/^[0-9a-f]{32}$/), token: 'token 0' })
  expect(second).toEqual({ ...(first as object), token: 'token 1' }) // It matched an object above.
})

test('two clients are two callers', async () => {
  await using other = createLiveTalkClient({ url: server.url })
  await Promise.all([client.server.info.query(), other.server.info.query()])
  expect(server.callers).toHaveLength(2)
  expect(server.callers[0]).not.toEqual(server.callers[1])
})

test('a talk can be ended in the very moment in which a page goes away', async () => {
  await client.server.info.query()
  const ended = once(server.calls, 'end')
  client.endTalkNow('talk-1')
  // As in a page that gets no timer any more.
  void client.close()
  expect(await ended).toEqual(['talk-1'])
})

test('without a socket, ending a talk at once does nothing', async () => {
  await client.close()
  expect(() => client.endTalkNow('talk-1')).not.toThrow()
})

test('can be closed twice', async () => {
  await client.close()
  await client.close()
})

test('names the place for sound over a socket, with its id and a fresh token', async () => {
  const url = new URL(await client.mediaSocketUrl({ talkId: 'a b' }))
  expect([url.protocol, url.pathname]).toEqual(['ws:', '/ws/realtime'])
  expect(Object.fromEntries(url.searchParams)).toEqual({
    talk: 'a b',
    clientId: expect.stringMatching(/^[0-9a-f]{32}$/),
    token: expect.stringMatching(/^token \d$/),
  })
  const begun = new URL(await client.mediaSocketUrl({ scenarioId: 'sales' }))
  expect(begun.searchParams.get('scenario')).toBe('sales')
})
