import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { App } from '../../app.ts'
import { levelDbfs, pcmFromBytes } from '../../audio/pcm.ts'
import { parseWav } from '../../audio/wav-file.ts'
import { FakeLiveServer } from '../../testing/fake-live-server.ts'
import { leakedSince, openResources } from '../../testing/leak-check.ts'
import { RealtimeClient } from '../../testing/realtime-client.ts'
import { createRpcClient } from '../../testing/rpc-client.ts'
import { createTestApp } from '../../testing/test-app.ts'
import { WeriftCaller } from '../../testing/werift-caller.ts'

/** A server with its database, on a machine that has other things to do. */
const START_MS = 60_000

const speechFile = join(import.meta.dirname, '../../testing/speech/user-en.wav')
const scenario = 'scenario=price-negotiation-carter'

/** As a microphone would: 100 ms at a time, silence after the speech, until the talk is over. */
function speak(client: RealtimeClient): Disposable {
  const { samples } = parseWav(readFileSync(speechFile))
  let at = 0
  const timer = setInterval(() => {
    client.sendSound(at < samples.length ? samples.slice(at, at + 1_600) : new Int16Array(1_600))
    at += 1_600
  }, 100)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}

describe('a talk over a plain WebSocket', () => {
  let app: App
  beforeAll(async () => {
    app = await createTestApp()
  }, START_MS)
  afterAll(() => app.close())

  it('hears the speech and answers it by voice, with the same events as over WebRTC', async () => {
    await using client = await new RealtimeClient(app.url, scenario).opened()
    const { talkId } = await client.frame({ type: 'talk' })
    await client.frame({ type: 'state', state: 'live' })
    using _microphone = speak(client)
    await client.frame({ type: 'transcript', role: 'user', text: '(speech)' })
    await client.frame({ type: 'transcript', role: 'partner', final: true })
    const voice = pcmFromBytes(Buffer.concat(client.voice))
    expect(levelDbfs(voice)).toBeGreaterThan(-35)
    client.send({ type: 'end' })
    await client.frame({ type: 'state', state: 'ended', reason: 'hungUp' })
    await client.closed
    await using rpc = createRpcClient(app.url)
    const kept = await rpc.rpc.talk.get.query({ talkId: String(talkId) })
    expect(kept.turns.map(({ role }) => role)).toEqual(['user', 'partner'])
  })

  it('takes over the media of a talk that began over WebRTC, without a second talk or session', async () => {
    await using service = await FakeLiveServer.listen()
    const env = { PARTNER: 'auto', GEMINI_API_KEY: 'key', GEMINI_BASE_URL: service.baseUrl }
    await using app = await createTestApp({ env })
    await using rpc = createRpcClient(app.url)
    await using caller = new WeriftCaller()
    const arriving = service.nextConnection()
    const calling = caller.call(rpc.rpc, 'it-manager-sato')
    const live = await arriving
    await live.message('setup')
    live.send({ setupComplete: {} })
    const talk = await calling
    await talk.event('state', ({ state }) => state === 'live')
    await using client = await new RealtimeClient(app.url, `talk=${talk.talkId}`).opened()
    expect(await client.frame({ type: 'talk' })).toEqual({ type: 'talk', talkId: talk.talkId })
    client.sendSound(new Int16Array(1_280).fill(77))
    const heard = () => live.received.some((message) => JSON.stringify(message).includes('TQBNAE0ATQBN'))
    while (!heard()) await new Promise((resolve) => live.socket.once('message', resolve))
    const data = Buffer.from(new Int16Array(24_000).fill(5_000).buffer).toString('base64')
    const parts = [{ inlineData: { mimeType: 'audio/pcm;rate=24000', data } }]
    live.send({ serverContent: { modelTurn: { parts } } })
    await client.heard(24_000)
    expect(app.registry.activeCount).toBe(1)
    expect(service.connections).toHaveLength(1)
    await rpc.rpc.talk.end.mutate({ talkId: talk.talkId })
    await client.frame({ type: 'state', state: 'ended' })
    await client.closed
  })

  it('gives the media back to WebRTC when a new connection comes up, and its socket closes', async () => {
    await using rpc = createRpcClient(app.url)
    await using first = new WeriftCaller()
    const talk = await first.call(rpc.rpc, 'it-manager-sato')
    await talk.event('state', ({ state }) => state === 'live')
    await using client = await new RealtimeClient(app.url, `talk=${talk.talkId}`).opened()
    await client.frame({ type: 'talk' })
    await using second = new WeriftCaller()
    await second.recall(rpc.rpc, talk)
    await client.closed
    await rpc.rpc.talk.say.mutate({ talkId: talk.talkId, text: 'もしもし' })
    await talk.event('transcript', ({ role, final }) => role === 'partner' && final)
    expect(second.received.length).toBeGreaterThan(20)
    await rpc.rpc.talk.end.mutate({ talkId: talk.talkId })
  })

  it('answers a typed line, and what it does not understand with an error that names the reason', async () => {
    await using client = await new RealtimeClient(app.url, scenario).opened()
    await client.frame({ type: 'state', state: 'live' })
    client.send('no JSON')
    await client.frame({ type: 'error', code: 'badInput' })
    client.frames.length = 0
    client.send({ type: 'dance' })
    await client.frame({ type: 'error', code: 'badInput' })
    client.socket.send(new Uint8Array(40_000))
    await client.frame({ type: 'error', code: 'tooLarge' })
    client.send({ type: 'say', text: 'What does it cost?' })
    await client.frame({ type: 'transcript', role: 'partner', final: true })
  })

  it.each([
    ['talk=no-such-talk', 'talkNotFound'],
    ['scenario=nobody', 'scenarioNotFound'],
  ])('that cannot be had (%s) is refused as %s and closed', async (query, code) => {
    const active = app.registry.activeCount
    await using client = new RealtimeClient(app.url, query)
    await client.frame({ type: 'error', code })
    await client.closed
    expect(app.registry.activeCount).toBe(active)
  })

  it('leaves no socket and no port behind after 50 that were cut at once', async () => {
    await fetch(`${app.url}/healthz`)
    const before = openResources()
    for (let i = 0; i < 50; i++) {
      await using client = await new RealtimeClient(app.url, scenario).opened()
      const { talkId } = await client.frame({ type: 'talk' })
      client.send({ type: 'end' })
      expect(talkId).toBeTypeOf('string')
    }
    // What is to be done after a talk goes on for a while, with timers, files and a thread's port of its own.
    const leaked = async () => {
      const { TCPSocketWrap = 0, MessagePort = 0 } = await leakedSince(before)
      return { TCPSocketWrap, MessagePort }
    }
    await expect.poll(leaked, { timeout: 50_000 }).toEqual({ TCPSocketWrap: 0, MessagePort: 0 })
  })
})
