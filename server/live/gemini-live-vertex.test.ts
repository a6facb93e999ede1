import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Scenario } from '../../shared/scenario.ts'
import { builtInScenarios } from '../scenarios/index.ts'
import { FakeClock } from '../testing/fake-clock.ts'
import { FakeLiveServer } from '../testing/fake-live-server.ts'
import { GeminiLive } from './gemini-live.ts'
import type { LiveEvent } from './live-model.ts'

const [first] = builtInScenarios
if (!first) throw new Error('there is no scenario')
const scenario: Scenario = first

/** The machine's metadata server, by which Google's client finds the service account's token. */
const metadata = createServer((request, response) => {
  response.setHeader('Metadata-Flavor', 'Google')
  response.setHeader('Content-Type', 'application/json')
  const isToken = request.url?.includes('/token') ?? false
  response.end(isToken ? '{"access_token":"machine-token","expires_in":3600,"token_type":"Bearer"}' : '{}')
})

beforeAll(async () => {
  await once(metadata.listen(0, '127.0.0.1'), 'listening')
  // Listening on TCP, so the address is an object.
  vi.stubEnv('GCE_METADATA_HOST', `127.0.0.1:${(metadata.address() as AddressInfo).port}`)
  vi.stubEnv('METADATA_SERVER_DETECTION', 'assume-present')
  vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', '')
  vi.stubEnv('HOME', '/nowhere')
})

afterAll(() => {
  vi.unstubAllEnvs()
  metadata.closeAllConnections()
  metadata.close()
})

async function connected(service: FakeLiveServer, resumeHandle?: string) {
  const model = new GeminiLive({
    credentials: { kind: 'vertex', project: 'p', location: 'asia-northeast1' },
    baseUrl: service.baseUrl,
    model: 'gemini-3.8-live',
    clock: new FakeClock(),
    log: pino({ level: 'silent' }),
  })
  const events: LiveEvent[] = []
  const arriving = service.nextConnection()
  const { promise: told, resolve: tell } = Promise.withResolvers<void>()
  const connecting = model.connect({
    scenario,
    ...(resumeHandle === undefined ? {} : { resumeHandle }),
    onEvent: (event) => {
      events.push(event)
      if (event.type === 'resumption') tell()
    },
    signal: new AbortController().signal,
  })
  const connection = await arriving
  const { setup } = await connection.message('setup')
  connection.send({ setupComplete: { sessionId: '6f3f8f9e' } })
  return { connection, setup, events, told, session: await connecting }
}

describe('a session with Gemini Live on Vertex AI', () => {
  it('is asked for by the machine’s account, under the project’s name, and set up as any other', async () => {
    await using service = await FakeLiveServer.listen()
    const { connection, setup, session } = await connected(service)
    expect(connection.url).toContain('/ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent')
    expect(connection.url).not.toContain('key=')
    expect(connection.headers.authorization).toBe('Bearer machine-token')
    expect(setup).toMatchObject({
      model: 'projects/p/locations/asia-northeast1/publishers/google/models/gemini-3.8-live',
      tools: [{ functionDeclarations: [{ name: 'book_appointment' }, { name: 'end_talk' }] }],
      sessionResumption: {},
      contextWindowCompression: { slidingWindow: {} },
      inputAudioTranscription: {},
      outputAudioTranscription: {},
    })
    await session.close()
  })

  it('is taken up by its handle, and heard although its audio names no rate', async () => {
    await using service = await FakeLiveServer.listen()
    const { connection, setup, events, told, session } = await connected(service, 'h1')
    expect(setup).toMatchObject({ sessionResumption: { handle: 'h1' } })
    const data = Buffer.from(new Int16Array([1, 2]).buffer).toString('base64')
    connection.send({
      serverContent: {
        modelTurn: { role: 'model', parts: [{ inlineData: { mimeType: 'audio/pcm', data } }] },
      },
    })
    connection.send({ sessionResumptionUpdate: { newHandle: 'h2', resumable: true } })
    await told
    expect(events).toEqual([
      { type: 'audio', pcm: new Int16Array([1, 2]), sampleRateHz: 24_000 },
      { type: 'resumption', handle: 'h2', resumable: true },
    ])
    await session.close()
  })
})
