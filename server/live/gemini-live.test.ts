import { once } from 'node:events'
import { createServer } from 'node:net'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import type { Scenario } from '../../shared/scenario.ts'
import { builtInScenarios } from '../scenarios/index.ts'
import { FakeClock } from '../testing/fake-clock.ts'
import { type FakeLiveConnection, FakeLiveServer } from '../testing/fake-live-server.ts'
import { GeminiLive } from './gemini-live.ts'
import { LiveError, type LiveEvent } from './live-model.ts'

const API_KEY = 'AIza-very-secret'
const [first] = builtInScenarios
if (!first) throw new Error('there is no scenario')
const scenario: Scenario = first

function createModel(baseUrl: string, clock = new FakeClock()) {
  const credentials = { kind: 'apiKey', apiKey: API_KEY } as const
  const log = pino({ level: 'silent' })
  return new GeminiLive({ credentials, baseUrl, model: 'gemini-3.8-live', clock, log })
}

interface BeginOptions {
  model?: GeminiLive
  clock?: FakeClock
  scenario?: Scenario
  resumeHandle?: string
}

function begin(baseUrl: string, options: BeginOptions = {}) {
  const { clock, model = createModel(baseUrl, clock), ...rest } = options
  const events: LiveEvent[] = []
  const arrived: (() => void)[] = []
  const abort = new AbortController()
  const connecting = model.connect({
    scenario,
    ...rest,
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

async function connected(service: FakeLiveServer, options?: BeginOptions) {
  const arriving = service.nextConnection()
  const call = begin(service.baseUrl, options)
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
    await session.close()
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
    await session.close()
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
    await session.close()
  })

  it('is taken up by its handle, with the same setup else', async () => {
    await using service = await FakeLiveServer.listen()
    const first = await connected(service)
    const again = await connected(service, { resumeHandle: 'h1' })
    const [setup, resumed] = await Promise.all(
      [first, again].map(async ({ connection }) => (await connection.message('setup')).setup),
    )
    expect(resumed).toEqual({ ...(setup as object), sessionResumption: { handle: 'h1' } }) // a setup is an object
    await Promise.all([first.session.close(), again.session.close()])
  })

  it('declares the functions of the scenario, and no key of theirs that the service might not know', async () => {
    await using service = await FakeLiveServer.listen()
    const date = { type: 'string', description: 'the day', 'x-order': 1 } as const
    const tool = {
      name: 'book',
      description: 'books',
      readOnly: true,
      parameters: { type: 'object', properties: { date }, additionalProperties: false },
    } as const
    const { connection, session } = await connected(service, { scenario: { ...scenario, tools: [tool] } })
    expect((await connection.message('setup')).setup).toMatchObject({
      tools: [
        {
          functionDeclarations: [
            {
              name: 'book',
              description: 'books',
              parametersJsonSchema: {
                type: 'object',
                properties: { date: { type: 'string', description: 'the day' } },
              },
            },
          ],
        },
      ],
    })
    expect(JSON.stringify(connection.received)).not.toMatch(/readOnly|x-order|additionalProperties/)
    await session.close()
  })

  it('answers functions, tells what was said before, and gives a nudge', async () => {
    await using service = await FakeLiveServer.listen()
    const { connection, session } = await connected(service)
    session.sendToolResponses([
      { id: 'c1', name: 'book', response: { output: { booked: true } } },
      { id: 'c2', name: 'end_talk', response: { output: {} }, silent: true },
    ])
    expect(await connection.message('toolResponse')).toEqual({
      toolResponse: {
        functionResponses: [
          { id: 'c1', name: 'book', response: { output: { booked: true } } },
          { id: 'c2', name: 'end_talk', response: { output: {} }, scheduling: 'SILENT' },
        ],
      },
    })
    session.nudge('go on')
    expect(await connection.message('realtimeInput')).toEqual({ realtimeInput: { text: 'go on' } })
    session.sendContext([
      { role: 'user', text: 'a' },
      { role: 'partner', text: 'b' },
    ])
    expect(await connection.message('clientContent')).toEqual({
      clientContent: {
        turns: [
          { role: 'user', parts: [{ text: 'a' }] },
          { role: 'model', parts: [{ text: 'b' }] },
        ],
        turnComplete: false,
      },
    })
    session.sendContext([], 'speak')
    await session.close()
    expect(connection.received.at(-1)).toEqual({
      clientContent: { turns: [{ role: 'user', parts: [{ text: 'speak' }] }], turnComplete: true },
    })
  })

  it('tells what each turn cost, and the model what all of them did', async () => {
    await using service = await FakeLiveServer.listen()
    const model = createModel(service.baseUrl)
    const one = await connected(service, { model })
    const other = await connected(service, { model })
    for (const { connection } of [one, other])
      connection.send({
        usageMetadata: {
          promptTokenCount: 522,
          responseTokenCount: 42,
          totalTokenCount: 564,
          thoughtsTokenCount: 136,
          promptTokensDetails: [{ modality: 'TEXT', tokenCount: 332 }, { modality: 'AUDIO' }],
        },
      })
    while (one.events.length < 1) await one.nextEvent()
    while (other.events.length < 1) await other.nextEvent()
    const usage = { promptTokens: 522, responseTokens: 42, totalTokens: 564, thoughtsTokens: 136 }
    expect(one.events).toEqual([{ type: 'usage', usage: { ...usage, promptByModality: { TEXT: 332 } } }])
    expect(model.usage).toMatchObject({ totalTokens: 2 * 564, promptByModality: { TEXT: 2 * 332 } })
    await Promise.all([one.session.close(), other.session.close()])
  })

  it('has closed its socket when its close is done', async () => {
    await using service = await FakeLiveServer.listen()
    const { connection, session } = await connected(service)
    await session.close()
    expect(connection.socket.readyState).toBe(connection.socket.CLOSED)
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
    void session.close()
    void session.close()
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
    const { connecting } = begin(service.baseUrl, { clock })
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
