import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { INBOUND_FRAME_SAMPLES, INBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import type { Store } from '../store/open-store.ts'
import { FakeClock } from '../testing/fake-clock.ts'
import { FakeLiveServer } from '../testing/fake-live-server.ts'
import { leakedSince, openResources } from '../testing/leak-check.ts'
import { tone, toneShare } from '../testing/network/tone.ts'
import { settingsFor, TwoEndedTalk } from '../testing/network/two-ended-talk.ts'
import { UdpLink } from '../testing/network/udp-link.ts'
import { createTestApp, unguardedScenarios } from '../testing/test-app.ts'
import { openAppStore } from '../testing/test-store.ts'
import { WeriftCaller } from '../testing/werift-caller.ts'

const LOWEST_HZ = 400

/** A caller and sockets that are real; the server's time alone is the test's. */
describe('a talk whose network goes dark', () => {
  let store: Store
  beforeAll(async () => {
    store = await openAppStore()
  })
  afterAll(() => store[Symbol.asyncDispose]())

  let owned: AsyncDisposableStack
  let clock: FakeClock
  let link: UdpLink
  let talk: TwoEndedTalk
  let userHz: number

  beforeEach(async () => {
    owned = new AsyncDisposableStack()
    clock = new FakeClock()
    userHz = LOWEST_HZ
    const service = owned.use(await FakeLiveServer.listen())
    const env = settingsFor(service)
    const app = owned.use(await createTestApp({ env, scenarios: unguardedScenarios, clock, store }))
    link = owned.use(await UdpLink.open())
    talk = owned.use(await TwoEndedTalk.open({ url: app.url, service, caller: { candidateFilter: link } }))
  })

  afterEach(() => owned.disposeAsync())

  /** The user speaks until it is heard, in another tone each time: the server has had a packet at this very time. */
  async function speak(): Promise<void> {
    userHz += 200
    using _microphone = talk.startMicrophone((index) =>
      tone(userHz, {
        sampleRateHz: INBOUND_SAMPLE_RATE_HZ,
        samples: INBOUND_FRAME_SAMPLES,
        from: index * INBOUND_FRAME_SAMPLES,
      }),
    )
    while (toneShare(await talk.hears(100), userHz, INBOUND_SAMPLE_RATE_HZ) < 0.5);
  }

  const states = () => talk.talk.events.flatMap((event) => (event.type === 'state' ? event.state : []))

  it('is no longer live 8 s after the last packet, and ends when nobody has come back', async () => {
    await speak()
    link.cut()
    clock.advance(7_900)
    expect(states()).toEqual(['connecting', 'live'])
    clock.advance(200)
    await talk.talk.event('state', ({ state }) => state === 'reconnecting')
    clock.advance(30_000)
    const { reason } = await talk.talk.event('state', ({ state }) => state === 'ended')
    expect(reason).toBe('userLost')
  })

  it('goes on as if nothing had been when it is dark for 5 s, and again', async () => {
    for (let i = 0; i < 3; i++) {
      await speak()
      link.cut()
      clock.advance(5_000)
      link.restore()
    }
    await speak()
    clock.advance(5_000)
    expect(states()).toEqual(['connecting', 'live'])
  })

  it('is live again by itself after 10 s', async () => {
    await speak()
    link.cut()
    clock.advance(10_000)
    await talk.talk.event('state', ({ state }) => state === 'reconnecting')
    link.restore()
    await speak()
    const before = talk.talk.events.length
    clock.advance(20)
    await talk.talk.event('state', ({ state }) => state === 'live' && talk.talk.events.length > before)
    expect(states()).toEqual(['connecting', 'live', 'reconnecting', 'live'])
  })

  it('has let go of the sockets of its user’s end after 15 s, and takes another', async () => {
    await speak()
    const before = openResources()
    link.cut()
    clock.advance(15_100)
    // The link's and the caller's remain; of the server's, which had one at least, none does.
    expect(await leakedSince({ ...before, UDPWrap: (before.UDPWrap ?? 0) - 1 })).toEqual({})
    await using another = new WeriftCaller()
    await another.recall(talk.rpc, { ...talk.talk, talkId: talk.talkId })
    await talk.talk.event('state', (event) => event.state === 'live' && states().length > 3)
    expect(states()).toEqual(['connecting', 'live', 'reconnecting', 'live'])
  })
})
