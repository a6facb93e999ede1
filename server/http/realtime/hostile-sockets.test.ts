import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../store/open-store.ts'
import { FakeLiveServer } from '../../testing/fake-live-server.ts'
import {
  mediaOf,
  procedures,
  throwBrokenFrames,
  throwHalfFrames,
  throwMessages,
} from '../../testing/network/hostile-sockets.ts'
import { malformedMessages } from '../../testing/network/malformed-frames.ts'
import { soundPassesOver } from '../../testing/network/sound-over-socket.ts'
import { settingsFor, TwoEndedTalk } from '../../testing/network/two-ended-talk.ts'
import { RealtimeClient } from '../../testing/realtime-client.ts'
import { createTestApp, unguardedScenarios } from '../../testing/test-app.ts'
import { openAppStore } from '../../testing/test-store.ts'

const PER_KIND = 100

let store: Store
beforeAll(async () => {
  store = await openAppStore()
})
afterAll(() => store[Symbol.asyncDispose]())

async function openServer() {
  await using building = new AsyncDisposableStack()
  const service = building.use(await FakeLiveServer.listen())
  const env = settingsFor(service)
  const app = building.use(await createTestApp({ env, scenarios: unguardedScenarios, store }))
  const owned = building.move()
  return {
    url: app.url,
    talk: () => TwoEndedTalk.open({ url: app.url, service }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

describe('a talk whose media go over a WebSocket', () => {
  it(`goes on, on the same socket, through ${PER_KIND} messages that make no sense`, async () => {
    await using server = await openServer()
    await using talk = await server.talk()
    await using client = await new RealtimeClient(server.url, `talk=${talk.talkId}`).opened()
    await client.frame({ type: 'talk' })
    for (const message of malformedMessages(PER_KIND)) client.socket.send(message)
    await soundPassesOver(client, talk)
    expect(talk.talk.events.at(-1)).not.toMatchObject({ state: 'ended' })
  })

  it('costs a client its socket that makes the server answer and reads nothing, and no memory without end', async () => {
    await using server = await openServer()
    await using talk = await server.talk()
    await using client = await new RealtimeClient(server.url, `talk=${talk.talkId}`).opened()
    await client.frame({ type: 'talk' })
    client.socket.pause()
    const closed = client.closed
    const flood = setInterval(() => {
      for (let i = 0; i < 2_000; i++) client.socket.send(Uint8Array.of(0))
    }, 1)
    using _ended = { [Symbol.dispose]: () => clearInterval(flood) }
    await closed
    await using another = await new RealtimeClient(server.url, `talk=${talk.talkId}`).opened()
    await another.frame({ type: 'talk' })
    await soundPassesOver(another, talk)
  })

  it.each([
    ['messages that make no sense', throwMessages],
    ['frames that break the protocol', throwBrokenFrames],
    ['frames of which only the beginning comes', throwHalfFrames],
  ])(
    `is lost to no %s: ${PER_KIND} on sockets of its own, and as many among its procedures`,
    async (_, attack) => {
      await using server = await openServer()
      await using talk = await server.talk()
      await using neighbour = await server.talk()
      await using beside = await new RealtimeClient(server.url, `talk=${neighbour.talkId}`).opened()
      await beside.frame({ type: 'talk' })
      await attack(mediaOf(server.url, talk.talkId), PER_KIND)
      await attack(procedures(server.url), PER_KIND)
      await using client = await new RealtimeClient(server.url, `talk=${talk.talkId}`).opened()
      await client.frame({ type: 'talk' })
      await soundPassesOver(client, talk)
      // The other talk has kept its socket all the while.
      await soundPassesOver(beside, neighbour)
    },
  )
})
