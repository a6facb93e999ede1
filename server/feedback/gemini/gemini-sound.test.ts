import { describe, expect, it } from 'vitest'
import { answered, FakeGenerateContent, failed } from '../../testing/fake-generate-content.ts'
import { postedSounds } from '../../testing/speech/formats/posted-sounds.ts'
import {
  begin,
  failureOf,
  input,
  LONG_S,
  pollingClock,
  SHORT_S,
  soundDirectories,
  spoken,
} from '../testing/gemini-run.ts'
import { sampleAnswer, sampleTurns } from '../testing/sample-talk.ts'

describe('the sound of a talk', () => {
  it('goes into the request while it is short, each speaker as a part of their own', async () => {
    await using service = await FakeGenerateContent.listen()
    service.reply(answered(sampleAnswer()))
    await begin(service, { talk: spoken(SHORT_S) }).judging
    const parts = service.requests[0]?.body.contents[0]?.parts ?? []
    expect(parts.map((part) => part.inlineData?.mimeType ?? 'text')).toEqual([
      'text',
      'audio/wav',
      'text',
      'audio/wav',
      'text',
    ])
    expect(parts[0]?.text).toContain('user')
    expect(parts[2]?.text).toContain('partner')
    const wav = Buffer.from(parts[1]?.inlineData?.data ?? '', 'base64')
    expect([wav.subarray(0, 4).toString(), wav.length]).toEqual(['RIFF', 44 + SHORT_S * 32_000])
    expect(service.files.deleted).toEqual([])
  })

  it('goes through the Files API when it is long, and is deleted there and here afterwards', async () => {
    await using service = await FakeGenerateContent.listen()
    service.reply(answered(sampleAnswer()))
    service.files.states = ['PROCESSING', 'PROCESSING', 'ACTIVE']
    const clock = pollingClock()
    await begin(service, { talk: spoken(LONG_S), clock }).judging
    const parts = service.requests[0]?.body.contents[0]?.parts ?? []
    const uris = parts.flatMap((part) => part.fileData?.fileUri ?? [])
    expect(uris).toHaveLength(2)
    expect(service.files.deleted).toHaveLength(2)
    expect(service.files.kept.size).toBe(0)
    expect(await soundDirectories()).toEqual([])
    expect(clock.pendingTimers).toBe(0)
  })

  it('corrects the captions by what was heard, and by nothing that could not have been', async () => {
    await using service = await FakeGenerateContent.listen()
    const transcript = [
      {
        turnId: 'u2',
        role: 'user',
        text: 'えーと、あのー、いま議事録は、どのように作っていらっしゃいますか？',
      },
      { turnId: 'u4', role: 'partner', text: '別の人の言葉' },
      { turnId: 'u3', role: 'user', text: '言っていないことです。'.repeat(40) },
      { turnId: 'u9', role: 'user', text: 'ない発言' },
    ]
    service.reply(answered(sampleAnswer({ transcript })))
    const judgement = await begin(service, { talk: spoken(SHORT_S) }).judging
    expect(judgement.transcript?.find(({ id }) => id === 'u2')?.text).toContain('あのー')
    const others = (turns: typeof sampleTurns) => turns.filter(({ id }) => id !== 'u2')
    expect(others(judgement.transcript ?? [])).toEqual(others(sampleTurns))
  })

  it('is all there is to a recording without words: the turns are those that were heard', async () => {
    await using service = await FakeGenerateContent.listen()
    service.reply(answered(sampleAnswer({ transcript: [{ turnId: 't1', role: 'user', text: 'もしもし' }] })))
    const audio = { kind: 'mixed', ...postedSounds.mp3 } as const
    const judgement = await begin(service, { talk: { ...input, turns: [], audio } }).judging
    expect(judgement.transcript).toEqual([{ id: 't1', role: 'user', text: 'もしもし', startMs: 0, endMs: 0 }])
    expect(service.requests[0]?.body.contents[0]?.parts[1]?.inlineData?.mimeType).toBe('audio/mp3')
  })

  it('of a format that the model does not take is left out, which the judgement says', async () => {
    await using service = await FakeGenerateContent.listen()
    service.reply(
      answered(sampleAnswer({ transcript: [{ turnId: 'u1', role: 'user', text: '言っていません' }] })),
    )
    const audio = { kind: 'mixed', path: postedSounds.mp3.path, type: 'audio/amr' } as const
    const judgement = await begin(service, { talk: { ...input, audio } }).judging
    expect(judgement.notices).toEqual([expect.stringContaining('録音の形式')])
    expect(judgement.transcript).toEqual(sampleTurns)
  })

  it('that the service cannot read is left out, and deleted there', async () => {
    await using service = await FakeGenerateContent.listen()
    service.reply(answered(sampleAnswer()))
    service.files.states = ['FAILED']
    const judgement = await begin(service, { talk: spoken(LONG_S) }).judging
    expect(judgement.notices).toEqual([expect.stringContaining('読み取れなかった')])
    expect(service.files.kept.size).toBe(0)
  })

  it('that is never ready ends the try, which may come again, and is deleted', async () => {
    await using service = await FakeGenerateContent.listen()
    service.files.states = ['PROCESSING']
    const failure = await failureOf(begin(service, { talk: spoken(LONG_S), clock: pollingClock() }).judging)
    expect(failure.message).toContain('ready')
    expect(failure).toMatchObject({ reason: 'modelFailed', canRetry: true })
    expect(service.files.polls).toBe(61)
    expect(service.files.kept.size).toBe(0)
    expect(service.requests).toHaveLength(0)
  })

  it('is deleted after a failed judgement and after a failed upload, too', async () => {
    await using service = await FakeGenerateContent.listen()
    service.reply(failed(503, 'overloaded'))
    await failureOf(begin(service, { talk: spoken(LONG_S) }).judging)
    expect([service.files.deleted.length, service.files.kept.size]).toEqual([2, 0])
    service.files.uploadStatus = 500
    await failureOf(begin(service, { talk: spoken(LONG_S) }).judging)
    expect([service.files.deleted.length, service.files.kept.size]).toEqual([3, 0])
  })
})
