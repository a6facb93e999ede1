import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { levelDbfs, pcmFromBase64 } from '../../../audio/pcm.ts'
import type { FakeLiveConnection } from '../../../testing/fake-live-server.ts'
import { openLegacyService, pageFrame } from '../../../testing/legacy-service.ts'
import { tone, toneShare } from '../../../testing/network/tone.ts'
import { RealtimeClient } from '../../../testing/realtime-client.ts'
import { createRpcClient } from '../../../testing/rpc-client.ts'
import { createTestApp } from '../../../testing/test-app.ts'

/** A server with its database, on a machine that has other things to do. */
const START_MS = 60_000

const PAGE_SAMPLES = 1_024
const inlineData = { mimeType: 'audio/pcm;rate=24000', data: Buffer.from([1, 0, 2, 0]).toString('base64') }

const bytesOf = (pcm: Int16Array) => new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength)

/** A second of a tone, as a microphone of that rate hears it. */
const second = (hz: number, rateHz: number) => tone(hz, { sampleRateHz: rateHz, samples: rateHz })

/** All that the service has heard so far. */
function heardBy(live: FakeLiveConnection): Int16Array {
  const data = live.received.flatMap((message) => {
    // As `@google/genai` writes it.
    const { audio } = (message.realtimeInput ?? {}) as { audio?: { data: string; mimeType: string } }
    if (audio) expect(audio.mimeType).toBe('audio/pcm;rate=16000')
    return audio ? [Buffer.from(audio.data, 'base64')] : []
  })
  return pcmFromBase64(Buffer.concat(data).toString('base64'))
}

async function untilHeard(live: FakeLiveConnection, samples: number): Promise<Int16Array> {
  while (heardBy(live).length < samples) await new Promise((resolve) => live.socket.once('message', resolve))
  return heardBy(live)
}

let legacy: Awaited<ReturnType<typeof openLegacyService>>
beforeAll(async () => {
  legacy = await openLegacyService()
}, START_MS)
afterAll(() => legacy[Symbol.asyncDispose]())

describe('a client that speaks in frames of the Live API', () => {
  it('hears the built-in partner, reads both sides and hangs up by closing', async () => {
    await using app = await createTestApp()
    await using client = await new RealtimeClient(app.url, '', []).opened()
    client.send(pageFrame(new Uint8Array(2 * PAGE_SAMPLES)))
    await client.frame({ setupComplete: undefined })
    expect(client.frames[0]).toEqual({ setupComplete: {} })
    const turns = [{ role: 'user', parts: [{ text: 'もしもし' }] }]
    client.send({ client_content: { turns, turn_complete: true } })
    const isOver = () => JSON.stringify(client.frames).includes('"turnComplete":true')
    while (!isOver()) await client.change()
    const parts = client.frames.flatMap(
      // The Live API's shape, which the other tests hold.
      ({ serverContent }) =>
        (serverContent as { modelTurn?: { parts: [typeof part] } })?.modelTurn?.parts ?? [],
    )
    const part = { inlineData }
    const voice = Buffer.concat(parts.map(({ inlineData: { data } }) => Buffer.from(data, 'base64')))
    expect(levelDbfs(pcmFromBase64(voice.toString('base64')))).toBeGreaterThan(-35)
    expect(JSON.stringify(client.frames)).toContain('outputTranscription')
    client.socket.close()
    await using rpc = createRpcClient(app.url)
    const kept = async () => (await rpc.rpc.talk.list.query({})).items[0]
    await expect.poll(kept).toMatchObject({ state: 'ended', endReason: 'hungUp', turnCount: 2 })
  })

  it.each([
    ['as the Flask page does', (bytes: Uint8Array) => pageFrame(bytes), 24_000],
    ['with a rate', (bytes: Uint8Array) => pageFrame(bytes, 'audio/pcm;rate=16000'), 16_000],
    [
      'in camelCase and in today’s field',
      (bytes: Uint8Array) => ({
        realtimeInput: {
          audio: { mimeType: 'audio/pcm;rate=48000', data: Buffer.from(bytes).toString('base64') },
        },
      }),
      48_000,
    ],
    [
      'in several chunks a frame, which end in the middle of a sample',
      (bytes: Uint8Array) => {
        const chunk = (from: number, to: number) => ({
          mimeType: 'audio/pcm',
          data: Buffer.from(bytes.subarray(from, to)).toString('base64'),
        })
        return { realtimeInput: { mediaChunks: [chunk(0, 333), chunk(333, 334), chunk(334, bytes.length)] } }
      },
      24_000,
    ],
  ])('is heard by the model at its own rate when it sends %s', async (_, frame, rateHz) => {
    await using client = await legacy.client()
    const bytes = bytesOf(second(440, rateHz))
    const frames = Array.from({ length: Math.ceil(bytes.length / 2_049) }, (__, i) =>
      frame(bytes.subarray(i * 2_049, (i + 1) * 2_049)),
    )
    const live = await legacy.begin(client, frames[0])
    await client.frame({ setupComplete: undefined })
    for (const each of frames.slice(1)) client.send(each)
    // Of a second, what is no whole message of 40 ms yet is still to come.
    const heard = await untilHeard(live, 15_360)
    expect(toneShare(heard.subarray(2_000), 440, 16_000)).toBeGreaterThan(0.95)
  })

  it('is heard in binary frames as well, which are JSON too', async () => {
    await using client = await legacy.client()
    const live = await legacy.begin(client, pageFrame(new Uint8Array(2)))
    client.socket.send(Buffer.from(JSON.stringify(pageFrame(bytesOf(second(440, 24_000))))))
    await untilHeard(live, 15_360)
  })

  it('gets what the model says as the Live API tells it, and nothing of the server’s own affairs', async () => {
    await using client = await legacy.client()
    const live = await legacy.begin(client, pageFrame(new Uint8Array(2)))
    await client.frame({ setupComplete: undefined })
    const usageMetadata = { promptTokenCount: 5, responseTokenCount: 2, totalTokenCount: 7 }
    const frames = [
      { serverContent: { inputTranscription: { text: 'もしもし' } } },
      { serverContent: { outputTranscription: { text: ' はい' } } },
      { serverContent: { modelTurn: { parts: [{ inlineData }, { inlineData }] } } },
      { serverContent: { generationComplete: true } },
      { serverContent: { turnComplete: true }, usageMetadata },
    ]
    live.send({ sessionResumptionUpdate: { newHandle: 'secret', resumable: true } })
    live.send({ goAway: { timeLeft: '50s' } })
    for (const frame of frames) live.send(frame)
    await client.frame({ usageMetadata: undefined })
    expect(client.frames).toEqual([{ setupComplete: {} }, ...frames])
  })

  it('may not send a setup: it is told so, and its socket closed, and no talk begins', async () => {
    await using client = await legacy.client()
    const closed = new Promise((resolve) =>
      client.socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() })),
    )
    const talks = legacy.service.connections.length
    client.send({ setup: { model: 'models/gemini-2.0-flash-exp' } })
    await client.frame({ type: 'error', code: 'notAllowed' })
    expect(await closed).toEqual({ code: 1008, reason: 'the setup is the server’s own' })
    expect(legacy.service.connections).toHaveLength(talks)
  })

  it.each([
    ['an unknown name', { realtime_inputs: {} }],
    ['an unknown name inside', { realtime_input: { media: [] } }],
    ['a picture', pageFrame(new Uint8Array(2), 'image/jpeg')],
    ['an answer to a tool', { tool_response: { function_responses: [] } }],
    ['a turn without words', { client_content: { turn_complete: true } }],
    ['no JSON', '{'],
  ])('that sends %s is told so, and is heard afterwards', async (_, frame) => {
    await using client = await legacy.client()
    const live = await legacy.begin(client, pageFrame(new Uint8Array(2)))
    client.send(frame)
    await client.frame({ type: 'error', code: 'badInput' })
    client.send(pageFrame(bytesOf(second(440, 24_000))))
    await untilHeard(live, 15_360)
  })
})
