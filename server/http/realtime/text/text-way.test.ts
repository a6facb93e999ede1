import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLegacyService } from '../../../testing/legacy-service.ts'
import { RealtimeClient } from '../../../testing/realtime-client.ts'
import { createRpcClient } from '../../../testing/rpc-client.ts'
import { createTestApp } from '../../../testing/test-app.ts'

/** A server with its database, on a machine that has other things to do. */
const START_MS = 60_000

const words = (text: string) => ({ serverContent: { outputTranscription: { text } } })
const sound = {
  serverContent: {
    modelTurn: { parts: [{ inlineData: { mimeType: 'audio/pcm;rate=24000', data: 'AAAA'.repeat(8_000) } }] },
  },
}
const turnComplete = { serverContent: { turnComplete: true } }

let legacy: Awaited<ReturnType<typeof openLegacyService>>
beforeAll(async () => {
  legacy = await openLegacyService()
}, START_MS)
afterAll(() => legacy[Symbol.asyncDispose]())

describe('a client that writes', () => {
  it('reads the built-in partner’s answers as they come, and each whole, in one talk that is kept', async () => {
    await using app = await createTestApp()
    await using client = await new RealtimeClient(app.url, '', []).opened()
    client.send({ text: 'こんにちは' })
    const first = await client.frame({ type: 'complete' })
    const chunks = client.frames.filter(({ type }) => type === 'chunk')
    expect(chunks.map(({ text }) => text).join('')).toBe(first.full_text)
    expect(client.frames.filter(({ type }) => type !== 'chunk')).toHaveLength(1)
    client.frames.length = 0
    client.send({ text: '議事録の件でお電話しました' })
    await client.frame({ type: 'complete' })
    client.socket.close()
    await client.closed
    await using rpc = createRpcClient(app.url)
    const [talk] = (await rpc.rpc.talk.list.query({})).items
    const kept = await rpc.rpc.talk.get.query({ talkId: talk?.id ?? '' })
    expect(kept.turns.map(({ role }) => role)).toEqual(['user', 'partner', 'user', 'partner'])
    expect(kept).toMatchObject({ scenarioId: 'it-manager-sato', turns: [{ text: 'こんにちは' }, {}, {}, {}] })
  })

  it('gets every word once and one end a turn, whatever else the service sends', async () => {
    await using client = await legacy.client()
    const live = await legacy.begin(client, { text: 'もしもし' })
    expect(await live.message('clientContent')).toEqual({
      clientContent: { turns: [{ role: 'user', parts: [{ text: 'もしもし' }] }], turnComplete: true },
    })
    for (const frame of [words('はい、'), sound, words('佐藤です'), sound]) live.send(frame)
    live.send({ serverContent: { generationComplete: true } })
    live.send({ ...turnComplete, usageMetadata: { totalTokenCount: 7 } })
    await client.frame({ type: 'complete' })
    live.send(words('何か'))
    await client.frame({ text: '何か' })
    expect(client.frames).toEqual([
      { type: 'chunk', text: 'はい、' },
      { type: 'chunk', text: '佐藤です' },
      { type: 'complete', full_text: 'はい、佐藤です' },
      { type: 'chunk', text: '何か' },
    ])
    expect(client.voice).toEqual([])
  })

  it('interrupts with a second line, and reads what was said until then and no more of it', async () => {
    await using client = await legacy.client()
    const live = await legacy.begin(client, { text: '一つ目' })
    live.send(words('それについては'))
    await client.frame({ type: 'chunk' })
    client.send({ text: '二つ目' })
    await client.frame({ type: 'complete', full_text: 'それについては' })
    for (const frame of [words('長い話'), { serverContent: { interrupted: true } }, turnComplete])
      live.send(frame)
    for (const frame of [words('二つ目ですね'), turnComplete]) live.send(frame)
    await client.frame({ type: 'complete', full_text: '二つ目ですね' })
    expect(client.frames).toEqual([
      { type: 'chunk', text: 'それについては' },
      { type: 'complete', full_text: 'それについては' },
      { type: 'chunk', text: '二つ目ですね' },
      { type: 'complete', full_text: '二つ目ですね' },
    ])
  })

  it.each([
    ['an empty line', { text: '  ' }, 'badInput'],
    ['no words', { text: 7 }, 'badInput'],
    ['100 KB', { text: 'あ'.repeat(33_000) }, 'tooLarge'],
    ['more than a line', { text: 'はい', voice: 'Puck' }, 'badInput'],
    ['no JSON', 'はい', 'badInput'],
  ])('that sends %s is told so, and may go on', async (_, frame, code) => {
    await using client = await legacy.client()
    const live = await legacy.begin(client, { text: 'もしもし' })
    client.send(frame)
    expect(await client.frame({ type: 'error' })).toEqual({
      type: 'error',
      code,
      message: expect.any(String),
    })
    for (const answer of [words('はい'), turnComplete]) live.send(answer)
    await client.frame({ type: 'complete', full_text: 'はい' })
  })

  it('is told why when the service refuses, and its socket is closed', async () => {
    await using client = await legacy.client()
    const connecting = legacy.service.nextConnection()
    client.send({ text: 'もしもし' })
    const live = await connecting
    await live.message('setup')
    live.socket.close(1007, 'API key not valid. Please pass a valid API key.')
    await client.frame({ type: 'error', code: 'partnerRefused' })
    await client.closed
  })
})
