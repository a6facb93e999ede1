import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { whiteNoise } from '../audio/fixtures/sound.ts'
import { FakeClock } from '../testing/fake-clock.ts'
import { RawRecording } from './raw-recording.ts'
import { RawRecordingWriter } from './raw-recording-writer.ts'
import { TalkRecorder } from './talk-recorder.ts'

const VOICE = whiteNoise(480, -20)
const SECONDS = 5
let directory: string
let whole: Buffer

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'raw-'))
  const path = join(directory, 'talk.raw')
  const clock = new FakeClock(new Date('2026-05-01T10:00:00Z'))
  const onFailure = (error: unknown) => expect.fail(String(error))
  const writer = new RawRecordingWriter({ path, talkId: 'talk', startedAt: clock.date(), clock, onFailure })
  const recorder = new TalkRecorder({
    writer,
    startedAtMs: clock.nowMs(),
    clock,
    onGap: () => expect.fail('sound was lost'),
  })
  for (let tick = 0; tick < SECONDS * 50; tick++) {
    clock.advance(20)
    recorder.heard(VOICE.subarray(0, 320), (tick + 1) * 20)
    recorder.sent(VOICE, tick * 20)
    if (tick % 50 === 0) await recorder.flush()
  }
  await recorder.close()
  whole = await readFile(path)
})
afterAll(() => rm(directory, { recursive: true, force: true }))

async function read<T>(bytes: Buffer, use: (raw: RawRecording | undefined) => Promise<T>): Promise<T> {
  const path = join(directory, 'read.raw')
  await writeFile(path, bytes)
  const raw = await RawRecording.open(path)
  try {
    return await use(raw)
  } finally {
    await raw?.close()
  }
}

test('what was recorded is read back sample by sample, from any place', async () => {
  await read(whole, async (raw) => {
    expect(raw).toMatchObject({ talkId: 'talk', startedAt: new Date('2026-05-01T10:00:00Z'), isWhole: true })
    const spoken = await raw?.read('partner', 480 * 60 + 7, 24_000)
    expect(spoken).toEqual(Int16Array.from({ length: 24_000 }, (_, at) => VOICE[(at + 7) % 480] ?? 0))
    const before = await raw?.read('user', -100, 101)
    expect([...(before ?? [])]).toEqual([...new Int16Array(100), VOICE[0]])
    expect(await raw?.read('user', SECONDS * 16_000, 50)).toEqual(new Int16Array(50))
  })
})

test('a file that is cut at any byte opens with all that stands before the cut', async () => {
  const step = Math.ceil(whole.length / 200)
  let longestMs = 0
  for (let bytes = 0; bytes < whole.length; bytes += step) {
    await read(whole.subarray(0, bytes), async (raw) => {
      expect(raw?.isWhole ?? false).toBe(false)
      const durationMs = raw?.durationMs ?? 0
      // In step with the bytes: no more is gone than the two blocks that the cut went through.
      expect(durationMs).toBeGreaterThan((bytes / whole.length) * SECONDS * 1_000 - 2_100)
      expect(durationMs).toBeGreaterThanOrEqual(longestMs)
      longestMs = durationMs
    })
  }
  expect(longestMs).toBeGreaterThan(SECONDS * 1_000 - 100)
})

test('a cut within the preamble or a header does no harm', async () => {
  for (let bytes = 0; bytes < 320; bytes++)
    await read(whole.subarray(0, bytes), async (raw) => {
      expect(raw?.durationMs ?? 0).toBe(0)
    })
})

test('a block that never reached the disk is silence, and what comes after it is there', async () => {
  const torn = Buffer.from(whole)
  torn.fill(0, 30_000, 30_400)
  await read(torn, async (raw) => {
    const seconds = await Promise.all(
      Array.from({ length: SECONDS }, async (_, second) => {
        const sides = await Promise.all([
          raw?.read('user', second * 16_000 + 8_000, 100),
          raw?.read('partner', second * 24_000 + 12_000, 100),
        ])
        return sides.every((side) => side?.some((sample) => sample !== 0))
      }),
    )
    expect(seconds.filter((isThere) => !isThere)).toHaveLength(1)
    expect(raw?.isWhole).toBe(true)
  })
})

test('bytes that are no recording are none', async () => {
  for (const bytes of [
    Buffer.alloc(0),
    Buffer.from('RIFF....WAVEfmt '),
    Buffer.alloc(5_000),
    whole.subarray(1),
  ])
    await read(bytes, async (raw) => expect(raw).toBeUndefined())
})
