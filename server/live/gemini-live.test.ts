import { once } from 'node:events'
import { createServer } from 'node:net'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { builtInScenarios } from '../scenarios/index.ts'
import { FakeClock } from '../testing/fake-clock.ts'
import { type FakeLiveConnection, FakeLiveServer } from '../testing/fake-live-server.ts'
import { GeminiLive } from './gemini-live.ts'
import { LiveError, type LiveEvent } from './live-model.ts'

const API_KEY = 'AIza-very-secret'
const [scenario] = builtInScenarios
if (!scenario) throw new Error('there is no scenario')

function createModel(baseUrl: string, clock = new FakeClock()) {
  const credentials = { kind: 'apiKey', apiKey: API_KEY } as const
  const log = pino({ level: 'silent' })
  return new GeminiLive({ credentials, baseUrl, model: 'gemini-3.8-live', clock, log })
}

function begin(baseUrl: string, clock?: FakeClock) {
  const events: LiveEvent[] = []
  const arrived: (() => void)[] = []
  const abort = new AbortController()
  const connecting = createModel(baseUrl, clock).connect({
    scenario: scenario as NonNullable<typeof scenario>, // checked above
    onEvent: (event) => {
      events.push(event)
      for (const resolve of arrived.splice(0)) resolve()
    },
    signal: abort.signal,
  })
  connecting.catch(() => undefined) // each test looks at it in its own way
  const nextEvent = () => new Promise<void>((resolve) => arrived.push(resolve))
  return { events, abort, connecting, nextEvent }
}

async function connected(service: FakeLiveServer) {
  const arriving = service.nextConnection()
  const call = begin(service.baseUrl)
  const connection = await arriving
  await connection.message('setup')
  connection.send({ setupComplete: {} })
  return { ...call, connection, session: await call.connecting }
}

async function refusalOf(play: (connection: FakeLiveConnection) => void) {
  await using service = await FakeLiveServer.listen()
  const arriving = service.nextConnection()
  const { connecting } = begin(service.baseUrl)
  play(await arriving)
  return connecting.then(
    () => undefined,
    (error: unknown) => error,
  )
}

describe('a session with Gemini Live', () => {
  it('is set up for the scenario, with transcripts of both sides, resumption and a sliding window', async () => {
    await using service = await FakeLiveServer.listen()
    const { connection, session } = await connected(service)
    expect(connection.url).toContain('/ws/google.ai.generativelanguage.v1beta.')
    expect((await connection.message('setup')).setup).toMatchObject({
      model: 'models/gemini-3.8-live',
      generationConfig: {
        responseModalities: ['AUDIO'],
        speechConfig: {
          languageCode: scenario.locale,
          voiceConfig: { prebuiltVoiceConfig: { voiceName: scenario.voice } },
        },
      },
      systemInstruction: { parts: [{ text: expect.stringContaining(scenario.partner.name) }] },
      inputAudioTranscription: {},
      outputAudioTranscription: {},
      sessionResumption: {},
      contextWindowCompression: { slidingWindow: {} },
    })
    session.close()
  })

  it('sends the voice as 16 kHz PCM, typed lines as turns, and the end of the stream', async () => {
    await using service = await FakeLiveServer.listen()
    const { connection, session } = await connected(service)
    session.sendAudio(new Int16Array([1, -1]))
    expect(await connection.message('realtimeInput')).toEqual({
      realtimeInput: { audio: { mimeType: 'audio/pcm;rate=16000', data: 'AQD//w==' } },
    })
    session.sendText('hello')
    expect(await connection.message('clientContent')).toEqual({
      clientContent: { turns: [{ role: 'user', parts: [{ text: 'hello' }] }], turnComplete: true },
    })
    session.endAudioStream()
    session.close()
    await connection.closed
    expect(connection.received.at(-1)).toEqual({ realtimeInput: { audioStreamEnd: true } })
  })

  it('tells what the service says, in binary and in text frames, and outlives what is not JSON', async () => {
    await using service = await FakeLiveServer.listen()
    const { connection, events, nextEvent, session } = await connected(service)
    connection.socket.send('this is no JSON')
    connection.socket.send('{"serverContent": 5}')
    connection.socket.send('{"serverContent":{"outputTranscription":{"text":"a"}}}')
    connection.send({ serverContent: { outputTranscription: { text: 'b' } } })
    while (events.length < 2) await nextEvent()
    expect(events).toEqual([
      { type: 'outputTranscript', text: 'a' },
      { type: 'outputTranscript', text: 'b' },
    ])
    session.close()
  })

  it('is lost when the service breaks off, and says so once', async () => {
    await using service = await FakeLiveServer.listen()
    const { connection, events, nextEvent } = await connected(service)
    connection.socket.close(1011, 'Internal error occurred.')
    while (events.length < 1) await nextEvent()
    expect(events).toMatchObject([{ type: 'closed', error: { fault: 'lost' } }])
  })

  it('says nothing more after it was closed, not even that', async () => {
    await using service = await FakeLiveServer.listen()
    const { connection, events, session } = await connected(service)
    session.close()
    session.close()
    session.sendText('too late')
    connection.send({ serverContent: { outputTranscription: { text: 'late' } } })
    await connection.closed
    expect(events).toEqual([])
    expect(connection.received.map((message) => Object.keys(message)[0])).toEqual(['setup'])
  })
})

describe('connecting to Gemini Live', () => {
  it.each([
    [1007, 'API key not valid. Please pass a valid API key.', 'refused'],
    [1008, 'models/x is not found for API version v1beta', 'refused'],
    [1011, 'The service is currently unavailable.', 'unreachable'],
  ])('that the service ends with %i %s is %s', async (code, reason, fault) => {
    const error = await refusalOf((connection) => connection.socket.close(code, reason))
    expect(error).toBeInstanceOf(LiveError)
    expect(error).toMatchObject({ fault })
  })

  it('never puts the key into an error', async () => {
    const error = await refusalOf(({ socket }) => socket.close(1007, `API key not valid: ${API_KEY}`))
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(API_KEY)
  })

  it('fails at once where nobody listens', async () => {
    const port = await freePort()
    await expect(begin(`http://127.0.0.1:${port}`).connecting).rejects.toMatchObject({ fault: 'unreachable' })
  })

  it('is refused when the service answers the upgrade with 403', async () => {
    const refusing = createServer((socket) =>
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n'),
    )
    await once(refusing.listen(0, '127.0.0.1'), 'listening')
    const address = refusing.address()
    const port = typeof address === 'object' ? address?.port : undefined
    await expect(begin(`http://127.0.0.1:${port}`).connecting).rejects.toMatchObject({ fault: 'refused' })
    refusing.close()
  })

  it('gives up within 10 s on a service that takes the socket and says nothing, and cuts that socket', async () => {
    await using service = await FakeLiveServer.listen()
    const clock = new FakeClock()
    const arriving = service.nextConnection()
    const { connecting } = begin(service.baseUrl, clock)
    const connection = await arriving
    await connection.message('setup')
    clock.advance(10_000)
    await expect(connecting).rejects.toMatchObject({ fault: 'unreachable' })
    await connection.closed
  })

  it('stops when it is aborted, and leaves no socket behind', async () => {
    await using service = await FakeLiveServer.listen()
    const arriving = service.nextConnection()
    const { connecting, abort } = begin(service.baseUrl)
    const connection = await arriving
    abort.abort()
    await expect(connecting).rejects.toMatchObject({ name: 'AbortError' })
    await connection.closed
  })
})

async function freePort(): Promise<number> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
