import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { RecordingFile } from '../../recording/recording-file.ts'
import { createRpcClient, type RpcClient } from '../../testing/rpc-client.ts'
import { SpawnedServer } from '../../testing/spawned-server.ts'
import { createTestDataDir, openTestStore } from '../../testing/test-store.ts'
import { evaluateTalk, jobKinds } from '../job-kinds.ts'
import { Acknowledged } from './acknowledged.ts'
import { BusyClients } from './busy-clients.ts'

/** Waits between tries double up to two minutes. */
const ALL_DONE_MS = 300_000
const BETWEEN_LOOKS_MS = 200
/** Kills while the server starts are among them. */
const LONGEST_ROUND_MS = 6_000

/** What was promised and is not there. */
export interface Losses {
  talks: number
  words: number
  results: number
  recordings: number
  /** Talks with words whose feedback never became done. */
  withoutFeedback: number
  /** Evaluations that were asked for once and ended otherwise than once. */
  jobsNotOnce: number
}

export interface KilledRounds {
  kills: number
  talks: number
  posted: number
  turns: number
  losses: Losses
  /** By how much the recordings end before the last sound that came in, the worst of them. */
  worstMissingMs: number
}

/** Kills a server again and again over one data directory while clients are at it, then looks for what they were told. */
export async function killAgainAndAgain(options: {
  kills: number
  random: () => number
  clients: { talkers: number; posters: number }
}): Promise<KilledRounds> {
  const { kills, random, clients } = options
  using data = createTestDataDir()
  const env = {
    DATA_DIR: data.path,
    PARTNER: 'built-in',
    MAX_TALKS: '50',
    MAX_TALKS_PER_USER: '50',
  }
  const told = new Acknowledged()
  for (let round = 0; round < kills; round++) {
    await using server = await SpawnedServer.start(env)
    const busy = new BusyClients(server.url, told, clients)
    await sleep(random() * LONGEST_ROUND_MS)
    await server.kill()
    await busy[Symbol.asyncDispose]()
  }
  const { losses, worstMissingMs } = await lookForAll(env, told)
  losses.jobsNotOnce = await jobsNotOnce(data.path, told)
  return {
    kills,
    talks: told.heardMs.size,
    posted: told.words.size - [...told.words.keys()].filter((id) => told.heardMs.has(id)).length,
    turns: [...told.words.values()].reduce((sum, { size }) => sum + size, 0),
    losses,
    worstMissingMs,
  }
}

async function lookForAll(env: Record<string, string>, told: Acknowledged) {
  await using server = await SpawnedServer.start(env)
  await using client = createRpcClient(server.url)
  const { rpc } = client
  const losses: Losses = { talks: 0, words: 0, results: 0, recordings: 0, withoutFeedback: 0, jobsNotOnce: 0 }
  let worstMissingMs = 0
  for (const [talkId, words] of told.words) {
    const talk = await rpc.talk.get.query({ talkId }).catch(() => undefined)
    if (!talk) losses.talks++
    const kept = new Set(talk?.turns.map(({ text }) => text))
    losses.words += [...words].filter((each) => !kept.has(each)).length
    if (words.size === 0) continue
    const createdAt = await feedbackOf(rpc, talkId)
    if (createdAt === undefined) losses.withoutFeedback++
    else if (told.results.has(talkId) && told.results.get(talkId) !== createdAt) losses.results++
  }
  for (const talkId of told.words.keys()) {
    const heardMs = told.heardMs.get(talkId)
    if (heardMs === undefined) {
      const { ok } = await recordingOf(server.url, talkId)
      if (!ok) losses.recordings++
      continue
    }
    const durationMs = await recordedMs(server.url, talkId)
    worstMissingMs = Math.max(worstMissingMs, heardMs - (durationMs ?? 0))
    // One that has just begun may have nothing on the disk yet.
    if (durationMs === undefined && heardMs > 5_000) losses.recordings++
  }
  return { losses, worstMissingMs }
}

/** When its result was made; undefined when there is none after all that time. */
async function feedbackOf(rpc: RpcClient, talkId: string): Promise<string | undefined> {
  const untilMs = performance.now() + ALL_DONE_MS
  while (performance.now() < untilMs) {
    const feedback = await rpc.feedback.get.query({ talkId }).catch(() => undefined)
    if (!feedback || feedback.status === 'failed') return undefined
    if (feedback.status === 'done') return feedback.result.createdAt.toISOString()
    await sleep(BETWEEN_LOOKS_MS)
  }
  return undefined
}

/** How long the recording is; undefined when there is none. */
async function recordedMs(url: string, talkId: string): Promise<number | undefined> {
  const response = await recordingOf(url, talkId)
  if (!response.ok) return undefined
  const directory = await mkdtemp(join(tmpdir(), 'live-talk-heard-'))
  try {
    const path = join(directory, 'recording.webm')
    await writeFile(path, Buffer.from(await response.arrayBuffer()))
    await using file = await RecordingFile.open(path)
    let pieces = 0
    for await (const _ of file.sound('user')) pieces++
    return Math.min(file.note.durationMs, pieces * 20)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** It is made in the seconds after the talk's end, or after the start of its server. */
async function recordingOf(url: string, talkId: string): Promise<Response> {
  for (let tries = 0; ; tries++) {
    const response = await fetch(`${url}/talks/${talkId}/recording`)
    if (response.ok || tries === 50) return response
    await sleep(BETWEEN_LOOKS_MS)
  }
}

async function jobsNotOnce(dataDir: string, told: Acknowledged): Promise<number> {
  await using store = await openTestStore({ dataDir, jobKinds })
  const jobs = await store.jobs.list(evaluateTalk, { limit: 100_000 })
  return [...told.words].filter(([talkId, words]) => {
    const ofTalk = jobs.filter(({ key }) => key === talkId)
    return words.size > 0 && !(ofTalk.length === 1 && ofTalk[0]?.state === 'done')
  }).length
}
