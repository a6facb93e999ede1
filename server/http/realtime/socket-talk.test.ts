import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { App } from '../../app.ts'
import { FakeClock } from '../../testing/fake-clock.ts'
import { RawWebSocket } from '../../testing/network/raw-web-socket.ts'
import { realtimeWays, throwRandomFrames } from '../../testing/network/throw-random-frames.ts'
import { RealtimeClient } from '../../testing/realtime-client.ts'
import { createTestApp } from '../../testing/test-app.ts'

/** A server with its database, on a machine that has other things to do. */
const START_MS = 60_000

/** What CI has time for; `npm run bench -- relay` sends 10,000. */
const RANDOM_FRAMES = 500

describe('a socket without a subprotocol', () => {
  let app: App
  beforeAll(async () => {
    app = await createTestApp()
  }, START_MS)
  afterAll(() => app.close())
  const connect = (query = '') => new RealtimeClient(app.url, query, []).opened()
  const closeCode = (client: RealtimeClient) => once(client.socket, 'close').then(([code]) => code)

  it('is told when its first frame belongs to no way of speaking, and may try again', async () => {
    await using client = await connect()
    client.send({ hello: 'world' })
    await client.frame({ type: 'error', code: 'badInput' })
    client.send({ text: 'こんにちは' })
    await client.frame({ type: 'chunk' })
  })

  it('may not take over a talk', async () => {
    await using client = new RealtimeClient(app.url, 'talk=any', [])
    const closed = closeCode(client)
    await client.frame({ type: 'error', code: 'badInput' })
    expect(await closed).toBe(1008)
  })

  it('is told of a scenario that does not exist', async () => {
    await using client = await connect('scenario=nobody')
    const closed = closeCode(client)
    client.send({ text: 'こんにちは' })
    await client.frame({ type: 'error', code: 'scenarioNotFound' })
    expect(await closed).toBe(1008)
  })

  it('is asked for by name where somebody comes without one', async () => {
    const response = await fetch(`${app.url}/ws/realtime`)
    expect(response.status).toBe(426)
    expect(response.headers.get('upgrade')).toBe('websocket')
    expect(await response.json()).toEqual({ error: expect.stringContaining('ws://'), reason: 'badInput' })
  })

  it('is closed when it floods', async () => {
    await using client = await connect()
    const closed = closeCode(client)
    for (let i = 0; i < 2_000; i++) client.send('{}')
    await client.frame({ type: 'error', code: 'tooLarge' })
    expect(await closed).toBe(1008)
  })

  it('is closed for a frame of more than 1 MB', async () => {
    await using client = await connect()
    const closed = closeCode(client)
    client.send({ text: 'x'.repeat(1_048_576) })
    expect(await closed).toBe(1009)
  })

  it('is refused to a page of another origin', async () => {
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/ws/realtime`, {
      headers: { origin: 'https://elsewhere.example' },
    })
    const [error] = await once(socket, 'error')
    expect(error).toMatchObject({ message: 'Unexpected server response: 403' })
  })

  it.each(realtimeWays)(
    `costs its server nothing but answers through ${RANDOM_FRAMES} random frames: $name`,
    async (way) => {
      await throwRandomFrames(app.url, way, RANDOM_FRAMES)
      await expect.poll(() => app.registry.activeCount, { timeout: 10_000 }).toBe(0)
      await using client = await connect()
      client.send({ text: 'こんにちは' })
      await client.frame({ type: 'chunk' })
    },
  )
})

it('a socket for which there is no place is told when to come again', async () => {
  await using app = await createTestApp({ env: { MAX_TALKS: '1' } })
  await using first = new RealtimeClient(app.url, '')
  await first.frame({ type: 'talk' })
  await using second = new RealtimeClient(app.url, '')
  const closed = once(second.socket, 'close')
  expect(await second.frame({ type: 'error' })).toMatchObject({
    code: 'capacityReached',
    retryAfterMs: 30_000,
  })
  expect(await closed).toMatchObject([1008, expect.anything()])
})

describe('a socket that falls silent', () => {
  it.each([
    ['says nothing for 10 s is told so', 10_000, 1008],
    ['answers no ping is gone within 30 s', 30_000, undefined],
  ])('which %s', async (_, ms, code) => {
    const clock = new FakeClock()
    await using app = await createTestApp({ clock })
    if (code === undefined) {
      using socket = await RawWebSocket.open(`${app.url}/ws/realtime`, 'live-talk.v1')
      clock.advance(ms)
      await socket.closed
    } else {
      await using client = await new RealtimeClient(app.url, '', []).opened()
      const closed = once(client.socket, 'close')
      clock.advance(ms)
      await client.frame({ type: 'error', code: 'badInput' })
      expect(await closed).toMatchObject([code, expect.anything()])
    }
  })
})
