import { describe, expect, it } from 'vitest'
import { FakeClock } from '../../testing/fake-clock.ts'
import { answered, blocked, FakeGenerateContent, failed } from '../../testing/fake-generate-content.ts'
import { leakedSince, openResources } from '../../testing/leak-check.ts'
import {
  API_KEY,
  begin,
  failureAfter,
  failureOf,
  LONG_S,
  soundDirectories,
  spoken,
} from '../testing/gemini-run.ts'
import { sampleAnswer } from '../testing/sample-talk.ts'

describe('a service that fails', () => {
  it.each([
    [
      'has too many requests',
      failed(429, 'quota', '20s'),
      { reason: 'modelFailed', canRetry: true, retryAfterMs: 20_000 },
    ],
    [
      'has a fault',
      failed(500, 'internal'),
      { reason: 'modelFailed', canRetry: true, retryAfterMs: undefined },
    ],
    [
      'is overloaded',
      failed(503, 'overloaded', '1.5s'),
      { reason: 'modelFailed', canRetry: true, retryAfterMs: 1_500 },
    ],
    ['breaks the connection', 'hangUp' as const, { reason: 'modelFailed', canRetry: true }],
    [
      'does not know the key',
      failed(400, `API key ${API_KEY} not valid`),
      { reason: 'modelRefused', canRetry: false },
    ],
    ['does not know the model', failed(404, 'no such model'), { reason: 'modelRefused', canRetry: false }],
    ['blocks the prompt', blocked('SAFETY'), { reason: 'modelRefused', canRetry: false }],
    ['stops for safety', answered('{"tr', 'SAFETY'), { reason: 'modelRefused', canRetry: false }],
  ])('because it %s gives a typed failure after one request', async (_, reply, expected) => {
    const { failure, requests } = await failureAfter(reply)
    expect(failure).toMatchObject(expected)
    expect(requests).toBe(1)
    expect(`${failure.message} ${failure.cause}`).not.toContain(API_KEY)
  })

  it('by cutting the answer off is asked again with more room, once', async () => {
    await using service = await FakeGenerateContent.listen()
    const cut = answered(sampleAnswer().slice(0, 200), 'MAX_TOKENS')
    service.reply(cut, answered(sampleAnswer()))
    await begin(service).judging
    const [first = 0, second] = service.requests.map(({ body }) =>
      Number(body.generationConfig.maxOutputTokens),
    )
    expect(second).toBe(65_536)
    expect(first).toBeLessThan(20_000)
    expect(await failureAfter(cut)).toMatchObject({
      failure: { reason: 'modelFailed', canRetry: true },
      requests: 2,
    })
  })

  it.each([
    ['no JSON', 'Sorry, I cannot.'],
    ['a score beyond 100', sampleAnswer().replace('"score":50', '"score":150')],
    ['a criterion missing', sampleAnswer({ criteria: [] })],
    ['no summary', sampleAnswer({ summary: undefined })],
    ['nothing', ''],
  ])('by answering with %s is told what is wrong, once', async (_, wrong) => {
    await using service = await FakeGenerateContent.listen()
    service.reply(answered(wrong), answered(sampleAnswer()))
    await begin(service).judging
    const contents = service.requests[1]?.body.contents ?? []
    expect(contents.map(({ role }) => role)).toEqual(['user', 'model', 'user'])
    expect(contents[2]?.parts[0]?.text).toContain('does not fit the schema')
    expect(await failureAfter(answered(wrong))).toMatchObject({
      failure: { reason: 'modelFailed', canRetry: true },
      requests: 2,
    })
  })

  it('by saying nothing is given up on', async () => {
    await using service = await FakeGenerateContent.listen()
    service.reply('silence')
    const clock = new FakeClock()
    const asked = service.nextRequest()
    const { judging } = begin(service, { clock })
    await asked
    clock.advance(240_000)
    expect(await failureOf(judging)).toMatchObject({ reason: 'modelFailed', canRetry: true })
    expect(clock.pendingTimers).toBe(0)
  })

  it('is let go of at once when the evaluation is aborted, and nothing stays behind', async () => {
    await evaluateOnce() // Node keeps the request that it read the first file with, for the next ones
    const before = openResources()
    {
      await using service = await FakeGenerateContent.listen()
      service.reply('silence')
      const clock = new FakeClock()
      const asked = service.nextRequest()
      const { judging, abort } = begin(service, { talk: spoken(LONG_S), clock })
      await asked
      abort.abort(new Error('stopping'))
      await expect(judging).rejects.toThrow('stopping')
      expect(service.files.kept.size).toBe(0)
      expect(clock.pendingTimers).toBe(0)
      expect(await soundDirectories()).toEqual([])
    }
    expect(await leakedSince(before)).toEqual({})
  })

  it('leaves neither the key nor anything that was said in the log', async () => {
    await using service = await FakeGenerateContent.listen()
    service.reply(failed(500, `key ${API_KEY}`))
    const logged: string[] = []
    await failureOf(begin(service, { talk: spoken(LONG_S), logged }).judging)
    for (const secret of [API_KEY, '議事録']) expect(logged.join('')).not.toContain(secret)
  })
})

async function evaluateOnce(): Promise<void> {
  await using service = await FakeGenerateContent.listen()
  service.reply(answered(sampleAnswer()))
  await begin(service, { talk: spoken(LONG_S) }).judging
}
