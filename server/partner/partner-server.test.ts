import { once } from 'node:events'
import { connect } from 'node:net'
import { pino } from 'pino'
import { describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { openingCue } from '../scenarios/opening-cue.ts'
import { PartnerServer, type PartnerServerOptions } from './partner-server.ts'
import { FakeEars } from './testing/fake-ears.ts'
import { FakeMinds } from './testing/fake-mind.ts'
import { RawClient, type ServerFrame } from './testing/raw-client.ts'
import { ScaledClock } from './testing/scaled-clock.ts'

const log = pino({ level: 'silent' })
const MODEL = 'models/gemini-3.8-live'
const LIVE = '/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent'

async function listen(options: Partial<PartnerServerOptions> = {}) {
  const minds = new FakeMinds()
  const ears = new FakeEars()
  const server = await PartnerServer.listen({ log, minds, ears, ...options })
  return { server, minds, ears, [Symbol.asyncDispose]: () => server.close() }
}

/** For the turns that a test waits for to the end. */
const fast = () => new ScaledClock(10)

/** Waits for what the server does after a socket is gone: there is no event for it on our side. */
const settled = (condition: () => boolean) => vi.waitUntil(condition, { interval: 5, timeout: 3_000 })

const audio = (pcm: Int16Array) => ({
  realtimeInput: {
    audio: { mimeType: 'audio/pcm;rate=16000', data: Buffer.from(pcm.buffer).toString('base64') },
  },
})
const voice = (ms: number) => audio(new Int16Array(ms * 16).fill(8_000))
const silence = (ms: number) => audio(new Int16Array(ms * 16))
const text = (line: string) => ({ realtimeInput: { text: line } })

const isTurnComplete = (frame: ServerFrame) => frame.serverContent?.turnComplete === true
const isAudio = (frame: ServerFrame) => frame.serverContent?.modelTurn !== undefined

/** What a frame tells, in one word each; runs of sound and text as one. */
function story(frames: readonly ServerFrame[]): string[] {
  const words = frames.flatMap(({ serverContent = {}, sessionResumptionUpdate, usageMetadata }) => [
    ...Object.keys(serverContent).filter((key) => key !== 'outputTranscription'),
    ...(usageMetadata ? ['usage'] : []),
    ...(sessionResumptionUpdate ? [sessionResumptionUpdate.resumable ? 'handle' : 'noHandle'] : []),
  ])
  return words.filter((word, i) => word !== words[i - 1])
}

describe('on the wire', () => {
  it('writes binary frames of pretty-printed JSON with a newline at the end, and no default values', async () => {
    await using partner = await listen({ clock: fast() })
    using client = await RawClient.ready(partner.server.baseUrl, { sessionResumption: {} })
    client.send(text('hi'))
    await client.frame((frame) => frame.sessionResumptionUpdate?.resumable === true)
    expect(client.raw[0]?.bytes.toString()).toBe('{\n  "setupComplete": {}\n}\n')
    for (const { bytes, isBinary } of client.raw) {
      expect(isBinary).toBe(true)
      expect(bytes.toString()).toBe(`${JSON.stringify(JSON.parse(bytes.toString()), null, 2)}\n`)
    }
    // The other side of "defaults omitted" is that RawClient takes no frame with a false, 0, '' or unknown field.
    expect(client.frames.at(-2)).toMatchObject({ serverContent: { turnComplete: true }, usageMetadata: {} })
  })

  it.each(['v1', 'v1beta', 'v1alpha'])(
    'is found at %s, with one slash or two, below any path',
    async (version) => {
      await using partner = await listen()
      for (const prefix of ['', '/', '/proxy//']) {
        const path = `${prefix}${LIVE.replace('v1beta', version)}Constrained?access_token=auth_tokens/x`
        using client = await RawClient.open(partner.server.baseUrl, path)
        client.send({ setup: { model: MODEL } })
        await client.frame((frame) => frame.setupComplete !== undefined)
      }
    },
  )

  it('takes binary frames and snake_case too', async () => {
    await using partner = await listen()
    using client = await RawClient.open(partner.server.baseUrl)
    client.socket.send(Buffer.from(JSON.stringify({ setup: { model: MODEL, session_resumption: {} } })))
    client.send({ realtime_input: { media_chunks: [voice(500).realtimeInput.audio].map(snakeCase) } })
    client.send({ realtime_input: { audio_stream_end: true } })
    await client.frame(isAudio)
    expect(partner.minds.minds[0]?.heard).toEqual([{ kind: 'speech', durationMs: 500 }])
  })

  const snakeCase = ({ mimeType, data }: { mimeType: string; data: string }) => ({
    mime_type: mimeType,
    data,
  })

  it('answers every other request with 404, and pages of browsers with 403', async () => {
    await using partner = await listen()
    const { baseUrl } = partner.server
    expect((await fetch(baseUrl)).status).toBe(404)
    expect((await fetch(`${baseUrl}${LIVE}`)).status).toBe(404)
    const upgrade = async (path: string, headers: Record<string, string> = {}) => {
      const socket = new WebSocket(`${baseUrl.replace('http', 'ws')}${path}`, { headers })
      const [error] = await once(socket, 'error')
      return String(error)
    }
    expect(await upgrade('/ws/other')).toContain('404')
    expect(await upgrade(LIVE.replace('v1beta', 'v9'))).toContain('404')
    expect(await upgrade(LIVE, { origin: 'https://example.com' })).toContain('403')
    expect(partner.server.connectionCount).toBe(0)
  })
})

describe('a client that breaks the rules is told so and closed, and the others talk on', () => {
  const invalid = { code: 1007, reason: 'Request contains an invalid argument.' }

  it.each([
    ['speaks before its setup', text('hi'), invalid],
    ['says nothing', {}, invalid],
    [
      'asks for text',
      { setup: { model: MODEL, generationConfig: { responseModalities: ['TEXT'] } } },
      invalid,
    ],
    [
      'sends an unknown field',
      { setup: { model: MODEL, mood: 'good' } },
      {
        code: 1007,
        reason: `Invalid JSON payload received. Unknown name "mood" at 'setup': Cannot find field.`,
      },
    ],
    [
      'has a handle that nobody gave out',
      { setup: { model: MODEL, sessionResumption: { handle: 'CihNobody' } } },
      invalid,
    ],
    [
      'wants a model that is gone',
      { setup: { model: 'models/gemini-2.0-flash-exp' } },
      {
        code: 1008,
        reason: expect.stringMatching(
          /^models\/gemini-2.0-flash-exp is not found for API version v1beta, or/,
        ),
      },
    ],
  ])('who %s', async (_, frame, close) => {
    await using partner = await listen({ models: [MODEL] })
    using other = await RawClient.ready(partner.server.baseUrl)
    using client = await RawClient.open(partner.server.baseUrl)
    client.send(frame)
    expect(await client.closed).toEqual(close)
    other.send(text('hi'))
    await other.frame(isAudio)
  })

  it.each([
    ['a second setup', JSON.stringify({ setup: { model: MODEL } }), invalid],
    ['no JSON', 'hello', { code: 1007, reason: 'Invalid JSON payload received. Unexpected token.' }],
    [
      'noise',
      Buffer.from([0, 255, 254]),
      { code: 1007, reason: 'Invalid JSON payload received. Unexpected token.' },
    ],
    [
      'sound of an unknown kind',
      JSON.stringify({ realtimeInput: { audio: { mimeType: 'audio/mp3', data: '' } } }),
      invalid,
    ],
    ['a frame beyond all measure', Buffer.alloc(2_000_000, ' '), { code: 1009, reason: '' }],
  ])('who sends %s in mid-talk', async (_, frame, close) => {
    await using partner = await listen()
    using other = await RawClient.ready(partner.server.baseUrl)
    using client = await RawClient.ready(partner.server.baseUrl)
    client.socket.send(frame)
    expect(await client.closed).toEqual(close)
    other.send(text('hi'))
    await other.frame(isAudio)
    await settled(() => partner.server.connectionCount === 1)
    expect(partner.ears.openCount).toBe(1)
  })

  it('while a fault of the partner’s own is closed as one', async () => {
    const minds = new FakeMinds()
    await using partner = await listen({
      minds: {
        create: (request) => {
          if (request.systemInstruction === 'fail') throw new Error('no mind')
          return minds.create(request)
        },
      },
    })
    const internal = { code: 1011, reason: 'Internal error occurred.' }
    using client = await RawClient.open(partner.server.baseUrl)
    client.send({ setup: { model: MODEL, systemInstruction: { parts: [{ text: 'fail' }] } } })
    expect(await client.closed).toEqual(internal)

    using other = await RawClient.ready(partner.server.baseUrl)
    const [mind] = minds.minds
    if (mind) mind.fault = new Error('no recording')
    other.send(text('hi'))
    expect(await other.closed).toEqual(internal)
  })
})

describe('taking turns', () => {
  it('ends a turn early when the microphone pauses', async () => {
    await using partner = await listen()
    using client = await RawClient.ready(partner.server.baseUrl, { inputAudioTranscription: {} })
    client.send(voice(700))
    client.send({ realtimeInput: { audioStreamEnd: true } })
    await client.frame(isAudio)
    expect(story(client.frames)).toEqual(['inputTranscription', 'modelTurn'])
    expect(partner.minds.minds[0]?.heard).toEqual([{ kind: 'speech', durationMs: 700 }])
  })

  it('stops when it is spoken over, and says nothing more of that turn', async () => {
    await using partner = await listen()
    using client = await RawClient.ready(partner.server.baseUrl, { sessionResumption: {} })
    client.send(text('hi'))
    await client.frame(isAudio)
    client.send(voice(400))
    await client.frame((frame) => frame.sessionResumptionUpdate?.resumable === true)
    expect(story(client.frames)).toEqual([
      'noHandle',
      'modelTurn',
      'interrupted',
      'turnComplete',
      'usage',
      'handle',
    ])
    // Nothing comes until the user has ended and is answered.
    const before = client.frames.length
    client.send(voice(600))
    client.send(silence(700))
    await client.frame(isAudio, before)
    expect(story(client.frames.slice(before))).toEqual(['noHandle', 'modelTurn'])
    const said = client.frames
      .slice(before)
      .flatMap((frame) => frame.serverContent?.outputTranscription ?? [])
    expect(said[0]).toEqual({ text: 'Here' })
    expect(partner.minds.minds[0]?.heard.at(-1)).toEqual({ kind: 'speech', durationMs: 1_000 })
  })

  it('begins to answer at once when the user has been silent for long enough', async () => {
    await using partner = await listen({ clock: fast() })
    using client = await RawClient.ready(partner.server.baseUrl)
    client.send(voice(1_000))
    client.send(silence(580))
    client.send(text('')) // answered, so that we know that nothing was before
    await client.frame(isTurnComplete)
    const before = client.frames.length
    client.send(voice(1_000))
    client.send(silence(600))
    await client.frame(isAudio, before)
  })
})

describe('taking a session up again', () => {
  const setup = (handle?: string) => ({ sessionResumption: handle === undefined ? {} : { handle } })

  async function handleAfterOneTurn(client: RawClient): Promise<string> {
    client.send({
      clientContent: { turns: [{ parts: [{ text: openingCue['en-US'] }] }], turnComplete: true },
    })
    const frame = await client.frame(
      ({ sessionResumptionUpdate }) => sessionResumptionUpdate?.resumable === true,
    )
    return frame.sessionResumptionUpdate?.newHandle ?? ''
  }

  it('goes on where it stood, without a second greeting', async () => {
    await using partner = await listen({ clock: fast() })
    using first = await RawClient.ready(partner.server.baseUrl, setup())
    const handle = await handleAfterOneTurn(first)
    first.socket.close()
    using second = await RawClient.ready(partner.server.baseUrl, setup(handle))
    second.send(text('and then?'))
    await second.frame(isTurnComplete)
    const line = second.frames.map((frame) => frame.serverContent?.outputTranscription?.text ?? '').join('')
    expect(line).toBe('Here comes line 2.')
    // The first second of the session is still part of the context.
    expect(second.frames.find(isTurnComplete)?.usageMetadata?.promptTokenCount).toBeGreaterThan(50)
  })

  it('works after a cut, too, and with other settings', async () => {
    await using partner = await listen({ clock: fast() })
    using first = await RawClient.ready(partner.server.baseUrl, setup())
    const handle = await handleAfterOneTurn(first)
    first.socket.terminate()
    await settled(() => partner.server.connectionCount === 0)
    await RawClient.ready(partner.server.baseUrl, { ...setup(handle), outputAudioTranscription: {} })
    expect(partner.minds.requests.at(-1)?.memory).toBe(1)
  })

  it('is refused while the earlier socket is still open', async () => {
    await using partner = await listen({ clock: fast() })
    using first = await RawClient.ready(partner.server.baseUrl, setup())
    const handle = await handleAfterOneTurn(first)
    using second = await RawClient.open(partner.server.baseUrl)
    second.send({ setup: { model: MODEL, ...setup(handle) } })
    expect(await second.closed).toEqual({ code: 1011, reason: 'Internal error occurred.' })
    first.send(text('still here?'))
    await first.frame(isAudio)
  })

  it('is refused with another model', async () => {
    await using partner = await listen({ clock: fast() })
    using first = await RawClient.ready(partner.server.baseUrl, setup())
    const handle = await handleAfterOneTurn(first)
    first.socket.close()
    using second = await RawClient.open(partner.server.baseUrl)
    second.send({ setup: { model: 'models/gemini-4-live', ...setup(handle) } })
    expect((await second.closed).code).toBe(1007)
  })
})

describe('closing', () => {
  it('ends every connection and frees the port, however often it is asked', async () => {
    const { server, ears } = await listen()
    using speaking = await RawClient.ready(server.baseUrl)
    using fresh = await RawClient.open(server.baseUrl)
    speaking.send(text('hi'))
    await speaking.frame(isAudio)
    const port = Number(new URL(server.baseUrl).port)
    const idle = connect(port, '127.0.0.1')
    await once(idle, 'connect')

    await Promise.all([server.close(), server.close()])
    await server[Symbol.asyncDispose]()
    const goodbye = { code: 1011, reason: 'The service is currently unavailable.' }
    expect(await speaking.closed).toEqual(goodbye)
    expect(await fresh.closed).toEqual(goodbye)
    expect(ears.openCount).toBe(0)
    const [error] = await once(connect(port, '127.0.0.1'), 'error')
    expect(String(error)).toContain('ECONNREFUSED')
    idle.destroy()
  })

  it('does not wait for a client that never answers', async () => {
    const { server } = await listen({ clock: fast() })
    using client = await RawClient.ready(server.baseUrl)
    client.socket.pause()
    await server.close() // and not only when the test's time is up
  })
})
