import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DirectoryArchive } from '../../server/archive/directory-archive.ts'
import { GcsArchive } from '../../server/archive/gcs-archive.ts'
import { TalkArchive } from '../../server/archive/talk-archive.ts'
import { archiveTalks } from '../../server/keeping/testing/archived-talks.ts'
import { killAgainAndAgain } from '../../server/keeping/testing/killed-server.ts'
import { FakeCloudStorage } from '../../server/testing/cloud-storage/fake-cloud-storage.ts'
import { createRpcClient } from '../../server/testing/rpc-client.ts'
import { SpawnedServer } from '../../server/testing/spawned-server.ts'
import { createTestDataDir } from '../../server/testing/test-store.ts'
import { measureCoaching } from './keeping-coach.ts'
import type { Measurement } from './measurement.ts'

const KILLS = 50
const ARCHIVED_TALKS = 200
/** Cloud Storage answers in about so many ms. */
const BUCKET_LATENCY_MS = 50
const PAGE = 100

/** Whether talks outlive their server, how soon an archive is a database again, and how soon the coach has spoken. */
export async function benchKeeping(): Promise<Measurement[]> {
  return [...(await measureCoaching()), ...(await measureRefill()), ...(await measureKills())]
}

async function measureKills(): Promise<Measurement[]> {
  const { kills, talks, posted, turns, losses, worstMissingMs } = await killAgainAndAgain({
    kills: KILLS,
    random: Math.random,
    clients: { talkers: 3, posters: 2 },
  })
  const none = (name: string, value: number): Measurement => ({
    name,
    value,
    unit: '',
    target: { atMost: 0 },
  })
  return [
    { name: 'kill -9 of a busy server', value: kills, unit: 'times' },
    { name: 'talks that were held meanwhile', value: talks, unit: '' },
    { name: 'talks that were posted meanwhile', value: posted, unit: '' },
    { name: 'turns that were acknowledged', value: turns, unit: '' },
    none('acknowledged talks lost', losses.talks),
    none('acknowledged turns lost', losses.words),
    none('feedback results lost or made twice', losses.results),
    none('recordings lost', losses.recordings),
    none('talks with words and no feedback', losses.withoutFeedback),
    none('evaluations that did not end once', losses.jobsNotOnce),
    { name: 'sound missing at the end, worst', value: worstMissingMs, unit: 'ms', target: { atMost: 5_000 } },
  ]
}

async function measureRefill(): Promise<Measurement[]> {
  const name = (kind: string) => `${ARCHIVED_TALKS} talks listed after a start from ${kind}`
  const target = { atMost: 10_000 }
  using data = createTestDataDir()
  const directory = join(data.path, 'archive')
  mkdirSync(directory, { recursive: true })
  await archiveTalks(new TalkArchive({ archive: await DirectoryArchive.open(directory) }), ARCHIVED_TALKS)
  const fromDirectory = await untilAllListed({ DATA_DIR: data.path })
  await using bucket = await FakeCloudStorage.open()
  const { bucketName, url: apiEndpoint } = bucket
  await archiveTalks(
    new TalkArchive({ archive: new GcsArchive({ bucketName, apiEndpoint }) }),
    ARCHIVED_TALKS,
  )
  bucket.latencyMs = BUCKET_LATENCY_MS
  const fromBucket = await untilAllListed({ GCS_BUCKET_NAME: bucketName, STORAGE_EMULATOR_HOST: bucket.url })
  return [
    { name: name('a directory'), value: fromDirectory, unit: 'ms', target },
    { name: name(`a bucket (${BUCKET_LATENCY_MS} ms away)`), value: fromBucket, unit: 'ms', target },
  ]
}

/** From when the server listens; its own start is not of the archive. */
async function untilAllListed(env: Record<string, string>): Promise<number> {
  await using server = await SpawnedServer.start({ ...env, PARTNER: 'built-in' })
  const beganMs = performance.now()
  await using client = createRpcClient(server.url)
  for (;;) {
    let listed = 0
    let cursor: string | null = null
    do {
      const page: { items: unknown[]; nextCursor: string | null } = await client.rpc.talk.list.query({
        limit: PAGE,
        ...(cursor === null ? {} : { cursor }),
      })
      listed += page.items.length
      cursor = page.nextCursor
    } while (cursor !== null)
    if (listed === ARCHIVED_TALKS) return performance.now() - beganMs
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
