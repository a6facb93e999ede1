import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { systemClock } from '../../clock.ts'
import { TalkError } from '../../errors.ts'
import { SocketOutlet } from './socket-outlet.ts'

const SOUND = new Uint8Array(32_000)
const MOST_BYTES = 10 * SOUND.length

/** A server's end with an outlet on it, and a client that does not read until it is told to. */
async function openSlowClient() {
  await using building = new AsyncDisposableStack()
  const server = building.adopt(new WebSocketServer({ port: 0 }), (each) => each.close())
  await once(server, 'listening')
  const connecting = once(server, 'connection')
  // Listening on TCP, so the address is an object.
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  building.defer(() => client.terminate())
  const frames: (Buffer | string)[] = []
  client.on('message', (data: Buffer, isBinary) => frames.push(isBinary ? data : data.toString()))
  const [socket] = (await connecting) as [WebSocket]
  if (client.readyState !== WebSocket.OPEN) await once(client, 'open')
  client.pause()
  const outlet = new SocketOutlet({ socket, clock: systemClock, reportUnknown: () => 'an-id' })
  const owned = building.move()
  return { outlet, client, frames, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

it('drops the oldest sound for a client that is slow, counts it, and keeps every word and the order', async () => {
  await using slow = await openSlowClient()
  const { outlet, client, frames } = slow
  // More than any system's socket buffers hold.
  for (let i = 0; i < 1_000; i++) {
    outlet.sendSound(SOUND.fill(i % 256).slice(), MOST_BYTES)
    if (i % 100 === 0) outlet.send({ i })
  }
  expect(outlet.dropped).toBeGreaterThan(0)
  outlet.send({ i: 1_000 })
  client.resume()
  while (frames.at(-1) !== '{"i":1000}') await once(client, 'message')
  const words = frames.filter((frame) => typeof frame === 'string')
  expect(words).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000].map((i) => `{"i":${i}}`))
  expect(frames.length - words.length).toBe(1_000 - outlet.dropped)
  const newest = frames.filter((frame) => typeof frame !== 'string').slice(-10)
  expect(newest.map((frame) => frame[0])).toEqual([...Array(10).keys()].map((i) => (990 + i) % 256))
})

it('cuts a client that makes the server talk and does not read', async () => {
  await using slow = await openSlowClient()
  const closed = once(slow.client, 'close')
  for (let i = 0; i < 20_000; i++) slow.outlet.send({ type: 'error', message: 'x'.repeat(1_000) })
  slow.client.resume()
  expect(await closed).toMatchObject([1006, expect.anything()])
})

it('tells of an error that nobody expected its id in the log alone, and when to come again where a wait helps', async () => {
  await using slow = await openSlowClient()
  slow.outlet.refuse(new Error('the secret of the house'))
  slow.outlet.refuse(new TalkError('capacityReached', 'All places are taken.', { retryAfterMs: 30_000 }))
  slow.client.resume()
  while (slow.frames.length < 2) await once(slow.client, 'message')
  expect(slow.frames.map((frame) => JSON.parse(String(frame)))).toEqual([
    { type: 'error', code: 'internalError', message: expect.stringContaining('(an-id)') },
    { type: 'error', code: 'capacityReached', message: 'All places are taken.', retryAfterMs: 30_000 },
  ])
  expect(slow.frames.join()).not.toContain('secret')
})

it('sends what waits before it closes', async () => {
  await using slow = await openSlowClient()
  for (let i = 0; i < 100; i++) slow.outlet.sendSound(SOUND, 100 * SOUND.length)
  slow.outlet.close(1000, 'the talk has ended')
  slow.client.resume()
  const [code] = await once(slow.client, 'close')
  expect(code).toBe(1000)
  expect(slow.frames).toHaveLength(100)
})
