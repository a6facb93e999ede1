import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { App } from '../../app.ts'
import { whiteNoise } from '../../audio/fixtures/sound.ts'
import { formatWav } from '../../audio/wav-file.ts'
import { sampleAnswer } from '../../feedback/testing/sample-talk.ts'
import { answered, FakeGenerateContent, failed } from '../../testing/fake-generate-content.ts'
import { createRpcClient } from '../../testing/rpc-client.ts'
import { createTestApp } from '../../testing/test-app.ts'
import { createTestDataDir } from '../../testing/test-store.ts'

const wav = new Blob([new Uint8Array(formatWav(whiteNoise(8_000, -30), 16_000))])
const words = [{ role: 'user', text: 'What matters most to you in this?' }]

interface Answer {
  id: string
  feedback: string
  score: number | null
  reason: string
  error: string
  result: { transcript: { text: string }[] }
}

async function post(
  url: string,
  fields: Record<string, string | Blob>,
  headers: Record<string, string> = {},
): Promise<Answer & { status: number }> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  const response = await fetch(`${url}/feedback`, { method: 'POST', body: form, headers })
  return { status: response.status, ...((await response.json()) as Answer) } // as contracted
}

describe('POST /feedback', () => {
  const data = createTestDataDir()
  let app: App
  beforeAll(async () => {
    app = await createTestApp({ env: { DATA_DIR: data.path } })
  }, 60_000)
  afterAll(async () => {
    await app.close()
    data[Symbol.dispose]()
  })
  const uploads = () => readdir(join(data.path, 'uploads'))

  it.each([
    ['a list', JSON.stringify(words)],
    ['messages', JSON.stringify({ messages: words })],
    ['plain lines', `User: ${words[0]?.text}\nAI: The price.`],
    ['a file', new Blob([JSON.stringify(words)])],
  ])('gives the coach’s words on a log that is %s', async (_, log) => {
    const { status, id, feedback, result } = await post(app.url, { log })
    expect({ status, id, feedback }).toEqual({
      status: 200,
      id: expect.any(String),
      feedback: expect.stringMatching(/^# /),
    })
    expect(result.transcript[0]?.text).toBe(words[0]?.text)
  })

  it('gives each of 200 that come at once its own answer', async () => {
    const all = Array.from({ length: 200 }, (_, at) => `This is what caller ${at} has to say.`)
    const answers = await Promise.all(
      all.map((text, at) =>
        post(app.url, {
          log: JSON.stringify([{ role: 'user', text }]),
          // With each tenth a recording: more would only take longer.
          ...(at % 10 === 0 ? { audio: wav } : {}),
        }),
      ),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(answers.map(({ result }) => result.transcript[0]?.text)).toEqual(all)
    expect(new Set(answers.map(({ id }) => id)).size).toBe(200)
  }, 120_000)

  it('answers at once when asked to, and the result comes later', async () => {
    const { status, id } = await post(
      app.url,
      { log: JSON.stringify(words), audio: wav },
      { prefer: 'respond-async' },
    )
    expect(status).toBe(202)
    await using client = createRpcClient(app.url)
    await expect
      .poll(() => client.rpc.feedback.get.query({ talkId: id }), { timeout: 15_000 })
      .toMatchObject({ status: 'done' })
    await expect
      .poll(async () => (await fetch(`${app.url}/talks/${id}/recording`)).headers.get('content-type'))
      .toBe('audio/wav')
  })

  it.each([
    ['neither field', { other: 'x' }, 400, 'badInput', /Send one of them/],
    ['sound that is no file', { audio: 'RIFF' }, 400, 'badInput', /audio, which is a file/],
    ['an empty log', { log: '[]' }, 400, 'badInput', /no words/],
    ['half a log', { log: '[{"role":' }, 400, 'badInput', /User: hello/],
    ['empty sound', { audio: new Blob([]) }, 400, 'badInput', /empty/],
    [
      'sound that is none',
      { audio: new Blob(['hello, this is not a sound']) },
      415,
      'unsupportedType',
      /Send WAV/,
    ],
    ['a log beyond measure', { log: 'x'.repeat(5_100_000) }, 413, 'tooLarge', /5 MB/],
  ] as const)('refuses %s, and says why', async (_, fields, status, reason, words) => {
    const error = expect.stringMatching(words)
    expect(await post(app.url, fields)).toMatchObject({ status, reason, error })
  })

  it('refuses more than 100 MB of sound, and keeps none of it', async () => {
    const before = await uploads()
    const audio = new Blob([wav, new Uint8Array(101 * 1024 * 1024)])
    expect(await post(app.url, { audio })).toMatchObject({ status: 413, reason: 'tooLarge' })
    expect((await uploads()).filter((name) => !before.includes(name))).toEqual([])
  }, 60_000)

  it('refuses what is no form, and a form that is cut', async () => {
    const send = async (contentType: string, body: string) => {
      const headers = { 'content-type': contentType }
      const response = await fetch(`${app.url}/feedback`, { method: 'POST', body, headers })
      return { status: response.status, ...((await response.json()) as object) } // `{error, reason}`, as contracted
    }
    const noForm = {
      status: 415,
      reason: 'unsupportedType',
      error: 'Send multipart/form-data with the fields log and audio.',
    }
    expect(await send('text/plain', 'hello')).toEqual(noForm)
    expect(await send('application/json', '{}')).toEqual(noForm)
    expect(await send('application/json', '{')).toEqual(noForm)
    expect(await send('application/x-www-form-urlencoded', 'log=hello')).toEqual(noForm)
    expect(await send('audio/wav', 'RIFF')).toEqual(noForm)
    const half = '--b\r\ncontent-disposition: form-data; name="log"\r\n\r\nha'
    expect(await send('multipart/form-data; boundary=b', half)).toMatchObject({ status: 400 })
  })

  it('keeps no file of an upload whose client goes away', async () => {
    const { hostname, port } = new URL(app.url)
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    socket.write(
      `POST /feedback HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: 900000\r\n\r\n--b\r\ncontent-disposition: form-data; name="audio"; filename="a.wav"\r\n\r\n${'x'.repeat(50_000)}`,
    )
    const unfinished = async () => (await uploads()).filter((name) => name.endsWith('.part'))
    await expect.poll(unfinished).toHaveLength(1)
    socket.destroy()
    await expect.poll(unfinished).toEqual([])
  })
})

describe('POST /feedback where a model judges', () => {
  it('says with the talk’s id that the model failed, and tries again by itself until it does not', async () => {
    await using service = await FakeGenerateContent.listen()
    service.reply(failed(503, 'overloaded'))
    const env = { PARTNER: 'auto', GEMINI_API_KEY: 'key', GEMINI_BASE_URL: service.baseUrl }
    await using app = await createTestApp({ env })
    const { status, id, reason } = await post(app.url, { log: JSON.stringify(words) })
    expect({ status, reason }).toEqual({ status: 502, reason: 'feedbackFailed' })
    await using client = createRpcClient(app.url)
    expect(await client.rpc.feedback.get.query({ talkId: id })).toMatchObject({ status: 'running' })
    service.reply(answered(sampleAnswer()))
    await expect
      .poll(() => client.rpc.feedback.get.query({ talkId: id }), { timeout: 15_000 })
      .toMatchObject({ status: 'done', result: { talkId: id, model: 'gemini-3.8-flash' } })
  }, 40_000)

  it('is for those alone who are let in', async () => {
    const env = { AUTH_MODE: 'token', AUTH_TOKENS: 'hana:token-of-hana,ken:token-of-ken' }
    await using app = await createTestApp({ env })
    const log = JSON.stringify(words)
    expect(await post(app.url, { log })).toMatchObject({ status: 401, reason: 'notSignedIn' })
    const asHana = { authorization: 'Bearer token-of-hana' }
    const { status, id } = await post(app.url, { log, audio: wav }, asHana)
    expect(status).toBe(200)
    const recording = (headers: Record<string, string>, query = '') =>
      fetch(`${app.url}/talks/${id}/recording${query}`, { headers })
    expect((await recording({})).status).toBe(401)
    expect((await recording({ authorization: 'Bearer token-of-ken' })).status).toBe(404)
    const whole = await recording({}, '?token=token-of-hana')
    expect(whole.status).toBe(200)
    const bytes = Buffer.from(await whole.arrayBuffer())
    const part = await recording({ ...asHana, range: 'bytes=100-199' })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 100-199/${bytes.length}`])
    expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(100, 200))
    const beyond = await recording({ ...asHana, range: `bytes=${bytes.length}-` })
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${bytes.length}`])
  }, 40_000)
})
