import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FeedbackResult } from '../../shared/feedback.ts'
import { itManagerSato } from '../scenarios/it-manager-sato.ts'
import { FakeCloudStorage } from '../testing/cloud-storage/fake-cloud-storage.ts'
import { readObject } from './archive.ts'
import { DirectoryArchive } from './directory-archive.ts'
import { GcsArchive } from './gcs-archive.ts'
import { type RestoredTalk, type StoredTalk, TalkArchive } from './talk-archive.ts'

let scratch: string
let archive: DirectoryArchive
let talks: TalkArchive
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'talk-archive-'))
  archive = await DirectoryArchive.open(join(scratch, 'archive'))
  talks = new TalkArchive({ archive })
})
afterEach(() => rm(scratch, { recursive: true, force: true }))

function talk(id: string): StoredTalk {
  return {
    id,
    owner: 'emma',
    scenarioId: itManagerSato.id,
    scenario: itManagerSato,
    state: 'ended',
    endReason: 'hungUp',
    startedAt: new Date('2026-05-01T09:08:07.123Z'),
    endedAt: new Date('2026-05-01T09:10:00.000Z'),
    turnCount: 2,
    turns: [
      { id: 't1', role: 'user', text: 'はじめまして、\n田中です。', startMs: 100, endMs: 900 },
      // A text that looks like a date stays a text.
      {
        id: 't2',
        role: 'partner',
        text: '2026-05-01T09:08:07.123Z',
        startMs: 1_500,
        endMs: 2_000,
        latencyMs: 600,
      },
    ],
    media: { packetsReceived: 10, packetsLost: 1, packetsSent: 20 },
  }
}

function feedback(talkId: string): FeedbackResult {
  const evidence = [{ turnId: 't1', quote: 'はじめまして', startMs: 100 }]
  return {
    talkId,
    score: 71.5,
    outcome: { isGoalReached: null, comment: 'Too short.', evidence },
    criteria: [
      { key: 'opening', label: '出だし', weight: 2, score: 71.5, comment: '', evidence, isUnproven: false },
    ],
    strengths: [],
    improvements: [{ point: 'Ask.', evidence: [] }],
    summary: 'Short.',
    transcript: talk(talkId).turns,
    droppedQuotes: 0,
    markdown: '# 71\n\nよい出だし。\n',
    model: 'built-in',
    createdAt: new Date('2026-05-01T09:11:00.000Z'),
  }
}

const keys = async () => {
  const found: string[] = []
  for await (const { key } of archive.list('')) found.push(key)
  return found
}

async function restored(from = talks) {
  const all: RestoredTalk[] = []
  const broken: string[] = []
  for await (const each of from.restoreAll({ onBroken: (key) => broken.push(key) })) all.push(each)
  return { all, broken }
}

async function sound(content = 'sound') {
  const path = join(scratch, 'sound.webm')
  await writeFile(path, content)
  return { path, contentType: 'audio/webm', extension: 'webm' }
}

const text = async (key: string) => (await readObject(archive, key))?.toString()

test('everything of a talk lies in its folder, and beside it under the names of the Flask service', async () => {
  await talks.keepTalk(talk('a'), await sound())
  await talks.keepFeedback(talk('a'), feedback('a'))
  expect(await keys()).toEqual([
    'feedback/feedback_20260501_090807_a.md',
    'logs/log_users/log_20260501_090807_a.txt',
    'talks/a/feedback.json',
    'talks/a/feedback.md',
    'talks/a/recording.webm',
    'talks/a/talk.json',
  ])
  expect(await text('logs/log_users/log_20260501_090807_a.txt')).toBe(
    'User: はじめまして、 田中です。\nPartner: 2026-05-01T09:08:07.123Z\n',
  )
  expect(await text('feedback/feedback_20260501_090807_a.md')).toBe('# 71\n\nよい出だし。\n')
  expect(JSON.parse((await text('talks/a/talk.json')) ?? '')).toMatchObject({
    startedAt: '2026-05-01T09:08:07.123Z',
    scenario: { id: itManagerSato.id },
  })
})

test('a talk and its feedback come back as they were kept', async () => {
  await talks.keepTalk(talk('a'))
  await talks.keepTalk(talk('b'))
  await talks.keepFeedback(talk('a'), feedback('a'))
  const { all, broken } = await restored()
  expect(all).toHaveLength(2)
  expect(all).toContainEqual({ talk: talk('a'), feedback: feedback('a') })
  expect(all).toContainEqual({ talk: talk('b'), feedback: undefined })
  expect(broken).toEqual([])
})

test('what is kept again replaces what was there', async () => {
  await talks.keepTalk(talk('a'))
  await talks.keepTalk({ ...talk('a'), turnCount: 3 }, await sound())
  for (const score of [10, 20]) await talks.keepFeedback(talk('a'), { ...feedback('a'), score })
  const { all } = await restored()
  expect(all.map(({ talk, feedback }) => [talk.turnCount, feedback?.score])).toEqual([[3, 20]])
})

test('a broken object is left out and told of, the others come', async () => {
  for (const id of ['a', 'b', 'c']) {
    await talks.keepTalk(talk(id))
    await talks.keepFeedback(talk(id), feedback(id))
  }
  const json = { contentType: 'application/json' }
  await archive.put('talks/a/talk.json', { bytes: Buffer.from('{"id": "a"') }, json)
  await archive.put('talks/b/feedback.json', { bytes: Buffer.from('{"talkId": "b"}') }, json)
  await archive.put('talks/strange', { bytes: Buffer.from('?') }, json)
  await archive.put('talks/d/else/talk.json', { bytes: Buffer.from('?') }, json)
  const { all, broken } = await restored()
  expect(all.map(({ talk, feedback }) => [talk.id, feedback?.score]).sort()).toEqual([
    ['b', undefined],
    ['c', 71.5],
  ])
  expect(broken.sort()).toEqual(['talks/a/talk.json', 'talks/b/feedback.json'])
})

test('the sound of a talk is found whatever its form, and read in ranges', async () => {
  expect(await talks.recording('a')).toBeUndefined()
  await talks.keepTalk(talk('a'), { ...(await sound('0123456789')), extension: 'mp3' })
  const recording = await talks.recording('a')
  expect(recording).toMatchObject({ bytes: 10, extension: 'mp3' })
  const chunks: Buffer[] = []
  for await (const chunk of (await recording?.open({ start: 2, end: 4 })) ?? []) chunks.push(chunk)
  expect(Buffer.concat(chunks).toString()).toBe('234')
})

test('a talk that is removed is gone everywhere, its neighbours stay', async () => {
  for (const id of ['a', 'aa']) {
    await talks.keepTalk(talk(id), await sound())
    await talks.keepFeedback(talk(id), feedback(id))
  }
  const kept = (await keys()).filter((key) => /_aa\.|\/aa\//.test(key))
  await talks.removeTalk('a')
  expect(await keys()).toEqual(kept)
  await talks.removeTalk('a')
  expect(await keys()).toEqual(kept)
})

test('a talk whose record is gone or broken is removed everywhere all the same', async () => {
  for (const id of ['gone', 'broken']) {
    await talks.keepTalk(talk(id), await sound())
    await talks.keepFeedback(talk(id), feedback(id))
  }
  await archive.remove('talks/gone/talk.json')
  await archive.put(
    'talks/broken/talk.json',
    { bytes: Buffer.from('{') },
    { contentType: 'application/json' },
  )
  await talks.removeTalk('gone')
  await talks.removeTalk('broken')
  expect(await keys()).toEqual([])
})

test('ids that are no names are refused', async () => {
  for (const id of ['', '..', 'a/b', '../x', '.x']) {
    await expect(talks.keepTalk(talk(id))).rejects.toThrow(RangeError)
    await expect(talks.removeTalk(id)).rejects.toThrow(RangeError)
    await expect(talks.recording(id)).rejects.toThrow(RangeError)
  }
})

test('two hundred talks come back from a bucket that is 40 ms away within ten seconds, the newest first', async () => {
  await using storage = await FakeCloudStorage.open()
  const bucket = new GcsArchive({ bucketName: storage.bucketName, apiEndpoint: storage.url })
  const far = new TalkArchive({ archive: bucket })
  for (let number = 0; number < 200; number++) {
    const id = `talk-${number}`
    const put = (name: string, value: object) =>
      storage.objects.put(
        { name: `talks/${id}/${name}` },
        Buffer.from(JSON.stringify(value)),
        new URLSearchParams(),
      )
    put('talk.json', talk(id)).updated.setTime(1_000 * number)
    put('feedback.json', feedback(id))
  }
  storage.latencyMs = 40
  const { all, broken } = await restored(far)
  expect(broken).toEqual([])
  expect(all.map(({ talk }) => talk.id)).toEqual(
    Array.from({ length: 200 }, (_, number) => `talk-${199 - number}`),
  )
  expect(all.every(({ talk, feedback }) => feedback?.talkId === talk.id)).toBe(true)
  // Bounded by how many round trips follow each other, not by this machine's clock: 1 list, then 2 x 200 / 16 / 2.
  expect(storage.mostAtOnce).toBeGreaterThanOrEqual(16)
  expect(storage.mostAtOnce).toBeLessThanOrEqual(32)
})
