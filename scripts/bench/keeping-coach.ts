import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { whiteNoise } from '../../server/audio/fixtures/sound.ts'
import { jobKinds } from '../../server/keeping/job-kinds.ts'
import { workAfterTalk } from '../../server/keeping/work-after-talk.ts'
import { RecordingShelf } from '../../server/recording/recording-shelf.ts'
import { builtInScenarios } from '../../server/scenarios/index.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { createRpcClient } from '../../server/testing/rpc-client.ts'
import { createTestApp } from '../../server/testing/test-app.ts'
import { createTestDataDir, openTestStore } from '../../server/testing/test-store.ts'
import type { TalkRecord } from '../../shared/talk.ts'
import type { Measurement } from './measurement.ts'

const TALK_MS = 300_000
const FRAME_MS = 20
const ROUNDS = 5
/** Each speaks for so long, one after the other. */
const TURN_MS = 5_000

/**
 * From the start of a server whose talk of five minutes has just ended to its stored feedback, with the recording
 * being encoded beside it, and by how much the event loop is held up meanwhile: other talks have to send every 20 ms.
 */
export async function measureCoaching(): Promise<Measurement[]> {
  using data = createTestDataDir()
  const talkId = randomUUID()
  await recordFiveMinutes(data.path, talkId)
  await using app = await createTestApp({ env: { DATA_DIR: data.path, MAX_TALKS: '10' } })
  await using client = createRpcClient(app.url)
  await client.rpc.server.info.query()
  // What the server does of it by itself, as after a hang-up: once as it starts, now again.
  await untilDone(client.rpc, talkId)
  const tookMs: number[] = []
  const busy = await heldUpWhile(async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const beganMs = performance.now()
      await client.rpc.feedback.request.mutate({ talkId })
      await untilDone(client.rpc, talkId)
      tookMs.push(performance.now() - beganMs)
    }
  })
  const idle = await heldUpWhile(() => sleep(tookMs.reduce((sum, each) => sum + each, 0)))
  return [
    {
      name: 'feedback on 5 min, built-in coach, longest',
      value: Math.max(...tookMs),
      unit: 'ms',
      target: { atMost: 3_000 },
    },
    { name: 'event loop held up by it, p99', value: busy.p99Ms, unit: 'ms', target: { atMost: 20 } },
    { name: 'event loop held up by it, at most', value: busy.maxMs, unit: 'ms' },
    { name: 'event loop held up while idle, at most', value: idle.maxMs, unit: 'ms' },
  ]
}

async function heldUpWhile(run: () => Promise<void>): Promise<{ p99Ms: number; maxMs: number }> {
  const loop = monitorEventLoopDelay({ resolution: 1 })
  loop.enable()
  await run()
  loop.disable()
  return { p99Ms: loop.percentile(99) / 1e6, maxMs: loop.max / 1e6 }
}

async function untilDone(rpc: ReturnType<typeof createRpcClient>['rpc'], talkId: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const watching = rpc.feedback.watch.subscribe({ talkId }, { onComplete: resolve, onError: reject })
  await promise.finally(() => watching.unsubscribe())
}

/** As a talk leaves it that was just hung up: raw sound, turns, and what is due. */
async function recordFiveMinutes(dataDir: string, talkId: string): Promise<void> {
  const clock = new FakeClock()
  const shelf = await RecordingShelf.open({ directory: join(dataDir, 'recordings'), clock })
  const options = { talkId, startedAtMs: clock.nowMs(), onGap: () => undefined, onFailure: () => undefined }
  const recorder = shelf.record(options)
  const voice = { user: whiteNoise(320, -20), partner: whiteNoise(480, -20) }
  for (let atMs = 0; atMs < TALK_MS; atMs += FRAME_MS) {
    clock.advance(FRAME_MS)
    if (Math.floor(atMs / TURN_MS) % 2 === 0) recorder.heard(voice.user, atMs + FRAME_MS)
    else recorder.sent(voice.partner, atMs)
    if (atMs % 1_000 === 0) await recorder.flush()
  }
  await recorder.close()
  await shelf.close()
  const [scenario] = builtInScenarios
  if (!scenario) throw new Error('there are built-in scenarios')
  const turns = Array.from({ length: TALK_MS / TURN_MS }, (_, at) => ({
    ...{ id: `t${at}`, role: at % 2 === 0 ? ('user' as const) : ('partner' as const) },
    ...{ text: 'What matters most to you in this?', startMs: at * TURN_MS, endMs: (at + 1) * TURN_MS },
  }))
  const endedAt = new Date()
  const startedAt = new Date(endedAt.getTime() - TALK_MS)
  const record: TalkRecord = {
    ...{ id: talkId, owner: 'anyone', scenarioId: scenario.id, startedAt, endedAt, turns },
    ...{ state: 'ended', endReason: 'hungUp', turnCount: turns.length },
  }
  await using store = await openTestStore({ dataDir, jobKinds })
  await store.talks.save(record, { scenario, ...workAfterTalk(record) })
}
