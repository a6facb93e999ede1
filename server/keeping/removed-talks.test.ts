import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { recordingKey } from '../archive/archive-layout.ts'
import { DirectoryArchive } from '../archive/directory-archive.ts'
import { TalkArchive } from '../archive/talk-archive.ts'
import { formatWav } from '../audio/wav-file.ts'
import { jobRequest } from '../store/job-queue.ts'
import type { Store } from '../store/open-store.ts'
import { FakeCloudStorage } from '../testing/cloud-storage/fake-cloud-storage.ts'
import { createRpcClient } from '../testing/rpc-client.ts'
import { createTestApp } from '../testing/test-app.ts'
import { createTestDataDir, openAppStore } from '../testing/test-store.ts'
import { TalkClearing } from './clear-talk.ts'
import { clearRecording, clearTalk, concludeTalk, evaluateTalk, keepFeedback } from './job-kinds.ts'
import { archiveTalks } from './testing/archived-talks.ts'

const audio = new Blob([new Uint8Array(formatWav(new Int16Array(16_000), 16_000))])
const TALKS = 6

let store: Store
beforeAll(async () => {
  store = await openAppStore()
})
afterEach(() => vi.unstubAllEnvs())
afterAll(() => store[Symbol.asyncDispose]())

async function postTalk(url: string): Promise<string> {
  const form = new FormData()
  form.set('log', JSON.stringify([{ role: 'user', text: 'What matters most to you in this?' }]))
  form.set('audio', audio)
  const headers = { prefer: 'respond-async' }
  const response = await fetch(`${url}/feedback`, { method: 'POST', body: form, headers })
  return ((await response.json()) as { id: string }).id // as contracted
}

async function filesIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
}

const isAnythingDue = async () => {
  const kinds = [concludeTalk, evaluateTalk, keepFeedback, clearTalk, clearRecording]
  const jobs = await Promise.all(kinds.map((kind) => store.jobs.list(kind)))
  return jobs.flat().some(({ state }) => state === 'waiting' || state === 'active')
}

/** Some are removed when all is done, some in the midst of it, some before anything of it has begun. */
async function removeAtEveryStage(url: string, archived: () => string[] | Promise<string[]>): Promise<void> {
  await using client = createRpcClient(url)
  const first = await postTalk(url)
  // The record, the sound, the log, and the feedback in three forms.
  await expect.poll(async () => (await archived()).length, { timeout: 15_000 }).toBe(6)
  const others = await Promise.all(Array.from({ length: TALKS }, () => postTalk(url)))
  for (const talkId of [first, ...others]) await client.rpc.talk.remove.mutate({ talkId })
  await expect.poll(isAnythingDue, { timeout: 45_000 }).toBe(false)
  expect(await archived()).toEqual([])
  expect((await client.rpc.talk.list.query({})).items).toEqual([])
}

describe('a talk that is removed leaves nothing, however far its work is', () => {
  it('in a directory', async () => {
    using data = createTestDataDir()
    await using app = await createTestApp({ store, env: { DATA_DIR: data.path } })
    await removeAtEveryStage(app.url, () => filesIn(join(data.path, 'archive')))
    expect(await filesIn(data.path)).toEqual([])
  }, 60_000)

  it('in a bucket', async () => {
    using data = createTestDataDir()
    await using bucket = await FakeCloudStorage.open()
    bucket.latencyMs = 20
    vi.stubEnv('STORAGE_EMULATOR_HOST', bucket.url)
    const env = { GCS_BUCKET_NAME: bucket.bucketName, DATA_DIR: data.path }
    await using app = await createTestApp({ store, env })
    await removeAtEveryStage(app.url, () => bucket.objects.names)
    expect(await filesIn(data.path)).toEqual([])
  }, 60_000)

  it('in the archive, when the server died that was just bringing it there', async () => {
    using data = createTestDataDir()
    const directory = await DirectoryArchive.open(data.path)
    const archive = new TalkArchive({ archive: directory })
    const clearing = new TalkClearing({ talks: store.talks, archive, jobs: store.jobs })
    const [talkId = ''] = await archiveTalks(archive, 1)
    await store.jobs.enqueue(jobRequest(concludeTalk, { talkId }))
    await expect(clearing.run({ talkId })).rejects.toThrow('under way')
    // The last that its bucket got of it.
    await directory.put(
      recordingKey(talkId, 'webm'),
      { bytes: Buffer.from('sound') },
      { contentType: 'audio/webm' },
    )
    // Another server does the work anew: the talk is not there any more, so there is nothing to do.
    await using _working = await store.jobs.work(concludeTalk, { run: async () => {} })
    await expect.poll(() => store.jobs.isDue([concludeTalk, keepFeedback], talkId)).toBe(false)
    await clearing.run({ talkId })
    expect(await filesIn(data.path)).toEqual([])
  })
})
