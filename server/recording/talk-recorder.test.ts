import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Role } from '../../shared/turn.ts'
import { pseudoRandom, whiteNoise } from '../audio/fixtures/sound.ts'
import { FakeClock } from '../testing/fake-clock.ts'
import { leakedSince, openResources } from '../testing/leak-check.ts'
import { RawRecording } from './raw-recording.ts'
import { RawRecordingWriter } from './raw-recording-writer.ts'
import { channelRateHz } from './recording-channel.ts'
import { TalkRecorder } from './talk-recorder.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'recorder-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

function recording(path = join(directory, 'talk.raw')) {
  const clock = new FakeClock()
  const gaps: number[] = []
  const failures: unknown[] = []
  const writer = new RawRecordingWriter({
    path,
    talkId: 'talk',
    startedAt: clock.date(),
    clock,
    onFailure: (error) => failures.push(error),
  })
  const recorder = new TalkRecorder({
    writer,
    startedAtMs: clock.nowMs(),
    clock,
    onGap: (fromMs) => gaps.push(fromMs),
  })
  return { clock, recorder, gaps, failures, path }
}

async function opened(path: string): Promise<RawRecording> {
  return (await RawRecording.open(path)) ?? expect.fail('the recording does not open')
}

const CLICK = 20_000

/** 20 ms of one side that is spoken from `fromMs` on, with a click at `clickMs` if it is within. */
function frameWith(
  channel: Role,
  speech: Int16Array | undefined,
  fromMs: number,
  clickMs: number,
): Int16Array {
  const perMs = channelRateHz[channel] / 1000
  const frame = speech?.slice(0, 20 * perMs) ?? new Int16Array(20 * perMs)
  const at = Math.floor((clickMs - fromMs) * perMs)
  if (at >= 0 && at < frame.length) frame[at] = CLICK
  return frame
}

async function clickAtMs(raw: RawRecording, channel: Role, nearMs: number): Promise<number> {
  const perMs = channelRateHz[channel] / 1000
  const from = Math.round((nearMs - 500) * perMs)
  const sound = await raw.read(channel, from, 1_000 * perMs)
  return (from + sound.indexOf(CLICK)) / perMs
}

test('a click into both channels stays together for an hour, over drift, bursts, pauses and barge-ins, in 2 MB', {
  timeout: 60_000,
}, async () => {
  const { clock, recorder, path, gaps, failures } = recording()
  const random = pseudoRandom(11)
  const minutes = 60
  // The user's machine is slow by 150 ppm, which is half a second in an hour.
  const userFrameMs = 20 * (1 + 150 / 1e6)
  const voice = { user: whiteNoise(320, -25), partner: whiteNoise(480, -25) }
  const clickMs = (nowMs: number) => Math.floor(nowMs / 20_000) * 20_000 + 10_007
  let userFrames = 0
  let stalledUntilMs = 0
  const memory: number[] = []
  for (let tick = 0; tick < minutes * 60 * 50; tick++) {
    const nowMs = tick * 20
    clock.advance(20)
    // The partner speaks for eight seconds of twenty, and is cut short in every other turn. The click is sent as well.
    const inTurnMs = nowMs % 20_000
    const isPartner = inTurnMs < (Math.floor(nowMs / 20_000) % 2 ? 8_000 : 3_140)
    const isClick = nowMs <= clickMs(nowMs) && clickMs(nowMs) < nowMs + 20
    if (isPartner || isClick)
      recorder.sent(frameWith('partner', isPartner ? voice.partner : undefined, nowMs, clickMs(nowMs)), nowMs)
    if (random() > 0.999) stalledUntilMs = nowMs + 260 * Math.abs(random())
    // What was spoken until now and has come, unless the server is stalled: all of it in one go.
    const spokenMs = nowMs + 20 - 30 * Math.max(0, random())
    while (nowMs >= stalledUntilMs && (userFrames + 1) * userFrameMs <= spokenMs) {
      const fromMs = userFrames++ * userFrameMs
      const isPaused = inTurnMs > 17_000 && inTurnMs < 18_300
      const speaks = inTurnMs > 3_000 && inTurnMs < 9_000
      if (!isPaused)
        recorder.heard(
          frameWith('user', speaks ? voice.user : undefined, fromMs, clickMs(nowMs)),
          Math.max(nowMs, fromMs + 20),
        )
    }
    if (tick % 50 === 0) await recorder.flush()
    if (tick % 36_000 === 3_000) memory.push(await heldBytes())
  }
  const end = await recorder.close()
  expect(end).toEqual({ durationMs: minutes * 60_000, missing: [] })
  expect([gaps, failures]).toEqual([[], []])
  expect(Math.max(...memory) - (memory[0] ?? 0)).toBeLessThan(2 * 1_048_576)
  const raw = await opened(path)
  const apartMs: number[] = []
  for (let at = 10_007; at < minutes * 60_000; at += 20_000) {
    const [user, partner] = await Promise.all([clickAtMs(raw, 'user', at), clickAtMs(raw, 'partner', at)])
    expect(partner).toBeCloseTo(at, 0)
    apartMs.push(Math.abs(user - partner))
  }
  await raw.close()
  expect(apartMs).toHaveLength(180)
  expect(Math.max(...apartMs)).toBeLessThan(20)
})

test('silence takes no place on the disk', async () => {
  const { clock, recorder, path } = recording()
  for (let tick = 0; tick < 3_000; tick++) {
    clock.advance(20)
    recorder.heard(new Int16Array(320), (tick + 1) * 20)
    recorder.sent(new Int16Array(480), tick * 20)
  }
  expect(await recorder.close()).toEqual({ durationMs: 60_000, missing: [] })
  expect((await readFile(path)).length).toBeLessThan(1_000)
  const raw = await opened(path)
  expect([raw.isWhole, raw.durationMs]).toEqual([true, 60_000])
  await raw.close()
})

test('a disk that refuses for a while costs the newest sound, is told of once, and is written to again', async () => {
  const path = join(directory, 'not-there-yet', 'talk.raw')
  const { clock, recorder, gaps, failures } = recording(path)
  const voice = whiteNoise(480, -20)
  const speak = async (fromMs: number, toMs: number) => {
    for (let atMs = fromMs; atMs < toMs; atMs += 20) {
      clock.advance(20)
      recorder.sent(voice, atMs)
      if (atMs % 1_000 === 0) await recorder.flush()
    }
  }
  await speak(0, 40_000)
  expect(failures).toHaveLength(1)
  expect(gaps).toHaveLength(1)
  await mkdir(join(directory, 'not-there-yet'))
  await recorder.flush()
  await speak(40_000, 50_000)
  const { missing } = await recorder.close()
  expect(missing).toEqual([{ fromMs: gaps[0], toMs: 40_000 }])
  expect(gaps[0]).toBeGreaterThan(9_000)
  const raw = await opened(path)
  expect(raw.missing).toEqual(missing)
  const heard = async (atMs: number) =>
    (await raw.read('partner', atMs * 24, 480)).some((sample) => sample !== 0)
  expect(await heard(5_000)).toBe(true)
  expect(await heard(30_000)).toBe(false)
  expect(await heard(45_000)).toBe(true)
  await raw.close()
})

test('what the disk never took is missing, and the close does not fail', async () => {
  const { clock, recorder } = recording(join(directory, 'never-there', 'talk.raw'))
  for (let tick = 0; tick < 100; tick++) {
    clock.advance(20)
    recorder.sent(whiteNoise(480, -20), tick * 20)
  }
  expect(await recorder.close()).toEqual({ durationMs: 2_000, missing: [{ fromMs: 0, toMs: 2_000 }] })
})

test('an existing recording is never written over', async () => {
  const first = recording()
  first.clock.advance(20)
  first.recorder.sent(whiteNoise(480, -20), 0)
  await first.recorder.close()
  const before = await readFile(first.path)
  const second = recording()
  second.recorder.sent(whiteNoise(480, -20, 2), 0)
  await second.recorder.close()
  expect(second.failures).toHaveLength(1)
  expect((await readFile(first.path)).equals(before)).toBe(true)
})

test('a closed recorder leaves no timer and no file open, and takes nothing more', async () => {
  const before = openResources()
  const { clock, recorder, path } = recording()
  recorder.sent(whiteNoise(480, -20), 0)
  clock.advance(1_000)
  const [one, other] = await Promise.all([recorder.close(), recorder.close()])
  expect(one).toEqual(other)
  recorder.sent(whiteNoise(480, -20), 1_000)
  recorder.heard(whiteNoise(320, -20), 1_000)
  expect(await recorder.close()).toEqual(one)
  expect(clock.pendingTimers).toBe(0)
  expect(await leakedSince(before)).toEqual({})
  const raw = await opened(path)
  expect(raw.durationMs).toBe(1_000)
  await raw.close()
})

/** What the process holds once nothing can be collected any more: V8 gives buffers back beside, so the least of some looks. */
async function heldBytes(): Promise<number> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void // V8's, which has no types
  let least = Number.POSITIVE_INFINITY
  for (let look = 0; look < 10; look++) {
    collect()
    await nextTurn()
    const { heapUsed, external } = process.memoryUsage()
    least = Math.min(least, heapUsed + external)
  }
  return least
}
