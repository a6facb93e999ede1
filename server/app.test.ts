import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { defaultScenarioId } from './scenarios/index.ts'
import type { Store } from './store/open-store.ts'
import { leakedSince, openResources } from './testing/leak-check.ts'
import { connectTalk, createRpcClient, type RpcError } from './testing/rpc-client.ts'
import { createTestApp, type TestAppOptions } from './testing/test-app.ts'
import { openAppStore } from './testing/test-store.ts'
import { WeriftCaller } from './testing/werift-caller.ts'

const scenarioId = defaultScenarioId

async function refusal(run: () => Promise<unknown>): Promise<RpcError['data']> {
  try {
    await run()
  } catch (error) {
    return (error as RpcError).data // only tRPC's client throws here
  }
  throw new Error('it was not refused')
}

let store: Store
beforeAll(async () => {
  store = await openAppStore()
})
afterAll(() => store[Symbol.asyncDispose]())

/** All with one store: opening it is the slowest part of a start. */
const openApp = (options: TestAppOptions = {}) => createTestApp({ store, ...options })

describe('the server', () => {
  it('says that it lives and that it is ready', async () => {
    await using app = await openApp()
    expect(await (await fetch(`${app.url}/healthz`)).json()).toEqual({ status: 'ok' })
    const ready = await fetch(`${app.url}/readyz`)
    expect(ready.status).toBe(200)
    expect(await ready.json()).toMatchObject({ ready: true, draining: false, talks: { active: 0 } })
  })

  it('tells who the partner is, and shows scenarios without the persona that would spoil them', async () => {
    await using app = await openApp()
    await using client = createRpcClient(app.url)
    expect(await client.rpc.server.info.query()).toMatchObject({ partner: 'built-in' })
    expect(await client.rpc.server.iceServers.query()).toEqual([])
    const scenarios = await client.rpc.scenario.list.query()
    expect(scenarios.map(({ id }) => id)).toContain(scenarioId)
    expect(JSON.stringify(scenarios)).not.toContain('persona')
    expect(await client.rpc.scenario.get.query({ scenarioId })).toMatchObject({ id: scenarioId })
  })

  it('holds a talk over WebRTC from offer to hang-up, and keeps what was said', async () => {
    await using app = await openApp()
    await using client = createRpcClient(app.url)
    await using caller = new WeriftCaller()
    const talk = await caller.call(client.rpc, scenarioId)
    await talk.event('state', ({ state }) => state === 'live')
    await client.rpc.talk.say.mutate({ talkId: talk.talkId, text: 'お世話になっております' })
    const answer = await talk.event('transcript', ({ role, final }) => role === 'partner' && final)
    expect(caller.received.length).toBeGreaterThan(20)
    await client.rpc.talk.end.mutate({ talkId: talk.talkId })
    await talk.event('state', ({ reason }) => reason === 'hungUp')
    await talk.completed()
    const kept = await client.rpc.talk.get.query({ talkId: talk.talkId })
    expect(kept).toMatchObject({ state: 'ended', endReason: 'hungUp', scenarioId })
    expect(kept.turns.map(({ role, text }) => [role, text])).toEqual([
      ['user', 'お世話になっております'],
      ['partner', answer.text],
    ])
    const { items } = await client.rpc.talk.list.query({})
    expect(items[0]).toMatchObject({ id: talk.talkId, turnCount: 2 })
  })

  it('goes on with the same talk when the socket is cut and comes back', async () => {
    await using app = await openApp()
    await using client = createRpcClient(app.url)
    await using caller = new WeriftCaller()
    const talk = await caller.call(client.rpc, scenarioId)
    await talk.event('state', ({ state }) => state === 'live')
    client.socket.connection?.ws.close()
    await client.rpc.talk.say.mutate({ talkId: talk.talkId, text: 'もしもし' })
    await talk.event('transcript', ({ role, final }) => role === 'partner' && final)
    expect(talk.events.filter(({ type }) => type === 'answer')).toHaveLength(1)
    expect(new Set(talk.ids).size).toBe(talk.ids.length)
    expect(app.registry.activeCount).toBe(1)
    await client.rpc.talk.end.mutate({ talkId: talk.talkId })
  })

  it('takes an offer that comes again for the same talk: its client lost the socket before the first event', async () => {
    await using app = await openApp()
    await using client = createRpcClient(app.url)
    await using caller = new WeriftCaller()
    const input = { scenarioId, offer: await caller.offer() }
    const lost = connectTalk(client.rpc, input)
    const first = await lost.event('answer')
    lost.subscription.unsubscribe()
    await client.rpc.server.info.query()
    const again = await connectTalk(client.rpc, input).event('answer')
    expect(again).toEqual(first)
    expect(app.registry.activeCount).toBe(1)
    await client.rpc.talk.end.mutate({ talkId: first.talkId })
  })

  it('tells a client that comes back to a talk it does not know that it is over, as an event', async () => {
    await using app = await openApp()
    await using client = createRpcClient(app.url)
    await using caller = new WeriftCaller()
    const input = { scenarioId, offer: await caller.offer(), lastEventId: 'no-such-talk.key.3' }
    const talk = connectTalk(client.rpc, input)
    await talk.event('state', ({ reason }) => reason === 'talkNotFound')
    expect(app.registry.activeCount).toBe(0)
  })

  it('ends its talks with an event when it stops, and leaves nothing open', async () => {
    const before = openResources()
    {
      await using app = await openApp()
      await using client = createRpcClient(app.url)
      await using caller = new WeriftCaller()
      const talk = await caller.call(client.rpc, scenarioId)
      await talk.event('state', ({ state }) => state === 'live')
      await app.close()
      await talk.event('state', ({ reason }) => reason === 'serverStopping')
    }
    expect(await leakedSince(before)).toEqual({})
  })
})

describe('who is let in', () => {
  it('refuses a candidate, a line and a hang-up for somebody else’s talk', async () => {
    await using app = await openApp()
    await using mine = createRpcClient(app.url)
    await using theirs = createRpcClient(app.url)
    await using caller = new WeriftCaller()
    const { talkId } = await caller.call(mine.rpc, scenarioId)
    const reasons = [
      await refusal(() => theirs.rpc.talk.candidate.mutate({ talkId, candidate: null })),
      await refusal(() => theirs.rpc.talk.say.mutate({ talkId, text: 'hello' })),
      await refusal(() => theirs.rpc.talk.end.mutate({ talkId })),
    ].map((data) => data?.reason)
    expect(reasons).toEqual(['notAllowed', 'notAllowed', 'notAllowed'])
    await mine.rpc.talk.end.mutate({ talkId })
  })

  it('asks for a token in token mode, and shows each bearer their own talks', async () => {
    const env = { AUTH_MODE: 'token', AUTH_TOKENS: 'hana:token-of-hana,ken:token-of-ken' }
    await using app = await openApp({ env })
    await using nobody = createRpcClient(app.url, { token: 'wrong-token' })
    expect(await refusal(() => nobody.rpc.talk.list.query({}))).toMatchObject({ reason: 'notSignedIn' })
    await using hana = createRpcClient(app.url, { token: 'token-of-hana' })
    await using ken = createRpcClient(app.url, { token: 'token-of-ken' })
    await using caller = new WeriftCaller()
    const { talkId } = await caller.call(hana.rpc, scenarioId)
    await hana.rpc.talk.end.mutate({ talkId })
    expect(await hana.rpc.talk.get.query({ talkId })).toMatchObject({ id: talkId })
    expect(await refusal(() => ken.rpc.talk.get.query({ talkId }))).toMatchObject({ reason: 'talkNotFound' })
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/trpc`)
    socket.on('error', () => undefined)
    const [, response] = await once(socket, 'unexpected-response')
    expect(response.statusCode).toBe(401)
    const overHttp = await fetch(`${app.url}/trpc/talk.list`)
    expect(overHttp.status).toBe(401)
    const headers = { authorization: 'Bearer token-of-hana' }
    expect((await fetch(`${app.url}/trpc/talk.list`, { headers })).status).toBe(200)
  })

  it('refuses the sockets of other pages', async () => {
    await using app = await openApp()
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/trpc`, { origin: 'https://evil.example' })
    socket.on('error', () => undefined)
    const [, response] = await once(socket, 'unexpected-response')
    expect(response.statusCode).toBe(403)
    // Else a client would send its next request over a connection that is gone.
    expect(response.headers.connection).toBe('close')
  })

  it('has a place for no more talks than the settings say, and says when to come again', async () => {
    await using app = await openApp({ env: { MAX_TALKS_PER_USER: '1' } })
    await using client = createRpcClient(app.url)
    await using caller = new WeriftCaller()
    await using second = new WeriftCaller()
    const { talkId } = await caller.call(client.rpc, scenarioId)
    const talk = connectTalk(client.rpc, { scenarioId, offer: await second.offer() })
    expect((await talk.refused()).data).toMatchObject({ reason: 'capacityReached', retryAfterMs: 30_000 })
    await client.rpc.talk.end.mutate({ talkId })
  })
})

describe('bad input', () => {
  const long = 'x'.repeat(65_536)
  const ROUNDS = 200

  it.each([
    ['a broken SDP', 'badOffer', { scenarioId, offer: { type: 'offer', sdp: 'v=0\r\nthis is no SDP' } }],
    [
      'an SDP without audio',
      'badOffer',
      { scenarioId, offer: { type: 'offer', sdp: 'v=0\r\ns=-\r\nt=0 0\r\n' } },
    ],
    [
      'an unknown scenario',
      'scenarioNotFound',
      { scenarioId: 'nobody', offer: { type: 'offer', sdp: 'v=0' } },
    ],
    ['an SDP of 64 KB', 'tooLarge', { scenarioId, offer: { type: 'offer', sdp: long } }],
    ['a scenario id of 64 KB', 'tooLarge', { scenarioId: long, offer: { type: 'offer', sdp: 'v=0' } }],
  ] as const)(`${ROUNDS} times %s is refused as %s, and nothing leaks`, async (_, reason, input) => {
    await using app = await openApp()
    await using client = createRpcClient(app.url)
    const talks = await client.rpc.talk.list.query({})
    const before = openResources()
    for (let i = 0; i < ROUNDS; i++) {
      const error = await connectTalk(client.rpc, input).refused()
      expect(error.data?.reason).toBe(reason)
    }
    expect(await leakedSince(before)).toEqual({})
    expect(app.registry.activeCount).toBe(0)
    expect(await client.rpc.talk.list.query({})).toEqual(talks)
  })

  it(`${ROUNDS} times a candidate for no talk, and text that is too long, is refused, and nothing leaks`, async () => {
    await using app = await openApp()
    await using client = createRpcClient(app.url)
    await client.rpc.server.info.query()
    const before = openResources()
    for (let i = 0; i < ROUNDS; i++) {
      const talkId = 'no-such-talk'
      expect(
        await refusal(() => client.rpc.talk.candidate.mutate({ talkId, candidate: null })),
      ).toMatchObject({
        reason: 'talkNotFound',
      })
      expect(await refusal(() => client.rpc.talk.say.mutate({ talkId, text: long }))).toMatchObject({
        reason: 'tooLarge',
      })
      const candidate = { candidate: long }
      expect(await refusal(() => client.rpc.talk.candidate.mutate({ talkId, candidate }))).toMatchObject({
        reason: 'tooLarge',
      })
    }
    expect(await leakedSince(before)).toEqual({})
  })

  it(`${ROUNDS} sockets that send what is not JSON get a typed error, and the server goes on`, async () => {
    await using app = await openApp()
    await using client = createRpcClient(app.url)
    await client.rpc.server.info.query()
    const before = openResources()
    for (let i = 0; i < ROUNDS; i++) {
      const socket = new WebSocket(`${app.url.replace('http', 'ws')}/trpc`)
      await once(socket, 'open')
      socket.send('this is no JSON')
      const [data] = await once(socket, 'message')
      expect(JSON.parse(String(data))).toMatchObject({ error: { json: { data: { reason: 'badInput' } } } })
      socket.close()
      await once(socket, 'close')
    }
    expect(await client.rpc.server.info.query()).toMatchObject({ partner: 'built-in' })
    expect(await leakedSince(before)).toEqual({})
  })

  it('closes a socket that sends more than a megabyte at once, and goes on', async () => {
    await using app = await openApp()
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/trpc`)
    await once(socket, 'open')
    socket.send('x'.repeat(1_048_577))
    const [code] = await once(socket, 'close')
    expect(code).toBe(1009)
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200)
  })

  it('never shows a stack, a path or a message of ours in an error that nobody expected', async () => {
    await using app = await openApp()
    const response = await fetch(`${app.url}/trpc/talk.get?input=${encodeURIComponent('{"json":{')}`)
    const text = await response.text()
    expect(response.status).toBe(400)
    expect(text).not.toMatch(/node_modules|server\/|\.ts:/)
  })
})
