import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Role } from '../../shared/turn.ts'
import { framesOf, joined, lagSamples, readSpeech, snrDb } from '../audio/fixtures/sound.ts'
import { levelDbfs } from '../audio/pcm.ts'
import { parseWav } from '../audio/wav-file.ts'
import { FakeClock } from '../testing/fake-clock.ts'
import { leakedSince, openResources } from '../testing/leak-check.ts'
import { RecordingFile } from './recording-file.ts'
import { RecordingShelf } from './recording-shelf.ts'
import { openSounds } from './talk-sounds.ts'

let directory: string
let clock: FakeClock
let shelf: RecordingShelf
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'shelf-'))
  clock = new FakeClock(new Date('2026-05-01T10:00:00Z'))
  shelf = await RecordingShelf.open({ directory, clock })
})
afterEach(async () => {
  await shelf.close()
  await rm(directory, { recursive: true, force: true })
})

function record(talkId: string) {
  const fail = () => expect.fail('sound was lost')
  return shelf.record({ talkId, startedAtMs: clock.nowMs(), onGap: fail, onFailure: fail })
}

/** The woman is the user and speaks from 1 s on, the man the partner, from 4 s on: both for two seconds. */
async function recordConversation(talkId: string) {
  const [woman, man] = await Promise.all([readSpeech('woman', 16_000), readSpeech('man', 24_000)])
  const recorder = record(talkId)
  const users = [...framesOf(joined(new Int16Array(16_000), woman.subarray(0, 32_000)), 320)]
  const partners = [...framesOf(man.subarray(0, 48_000), 480)]
  for (let tick = 0; tick < 350; tick++) {
    clock.advance(20)
    recorder.heard(users[tick] ?? new Int16Array(320), (tick + 1) * 20)
    const sent = partners[tick - 200]
    if (sent) recorder.sent(sent, tick * 20)
  }
  await recorder.close()
  return { woman: woman.subarray(0, 32_000), man: man.subarray(0, 48_000) }
}

async function soundOf(path: string, channel: Role): Promise<Int16Array> {
  const file = await RecordingFile.open(path)
  try {
    return joined(...(await all(file.sound(channel))))
  } finally {
    file.close()
  }
}

async function all<Item>(source: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = []
  for await (const item of source) items.push(item)
  return items
}

const power = (sound: Int16Array) => sound.reduce((sum, sample) => sum + sample ** 2, 0) / sound.length

test('a talk becomes one file: the user left, the partner right, each where it was spoken and as it sounded', async () => {
  const { woman } = await recordConversation('talk')
  const finished = await shelf.finish('talk')
  expect(finished).toMatchObject({
    talkId: 'talk',
    startedAt: '2026-05-01T10:00:00.000Z',
    durationMs: 7_000,
    isWhole: true,
    missing: [],
  })
  const user = await soundOf(finished?.path ?? '', 'user')
  const partner = await soundOf(finished?.path ?? '', 'partner')
  expect([user.length, partner.length]).toEqual([112_000, 112_000])
  const man = await readSpeech('man', 16_000)
  const heard = { user: user.subarray(16_000, 48_000), partner: partner.subarray(64_000, 96_000) }
  // A ms at most: of 20 that are allowed.
  expect(Math.abs(lagSamples(woman.subarray(0, 16_000), heard.user, 100))).toBeLessThan(16)
  expect(Math.abs(lagSamples(man.subarray(0, 16_000), heard.partner, 100))).toBeLessThan(16)
  expect(snrDb(woman, heard.user)).toBeGreaterThan(4)
  expect(snrDb(man.subarray(0, 32_000), heard.partner)).toBeGreaterThan(4)
  // While one speaks the other's channel is silent: 30 dB below at least.
  expect(power(partner.subarray(16_000, 48_000))).toBeLessThan(power(heard.user) / 1_000)
  expect(power(user.subarray(64_000, 96_000))).toBeLessThan(power(heard.partner) / 1_000)
  expect(await readdir(directory)).toEqual(['talk.webm'])
})

test('each speaker comes back as a WAV file of their own', async () => {
  await recordConversation('talk')
  const finished = await shelf.finish('talk')
  const file = await RecordingFile.open(finished?.path ?? '')
  const wav = parseWav(Buffer.concat(await all(file.wav('user'))))
  file.close()
  expect([wav.sampleRateHz, wav.samples.length]).toEqual([16_000, 112_000])
  expect(snrDb(await soundOf(finished?.path ?? '', 'user'), wav.samples)).toBe(Infinity)
})

test('both sides can be heard before the file is made, the same as afterwards', async () => {
  const { woman } = await recordConversation('talk')
  const heard = async () => {
    const paths = await shelf.pathsOf('talk')
    const there = paths.find((path) => existsSync(path)) ?? expect.fail('there is no file')
    await using sounds = await openSounds(there)
    if (!sounds) return expect.fail('there is no sound')
    const [user, partner] = [await all(sounds.sound('user')), await all(sounds.sound('partner'))]
    const wav = parseWav(Buffer.concat(await all(sounds.wav('partner'))))
    expect(snrDb(joined(...partner), wav.samples)).toBe(Infinity)
    return { user: joined(...user), partner: wav.samples }
  }
  const early = await heard()
  expect(snrDb(woman, early.user.subarray(16_000, 48_000))).toBe(Infinity)
  await shelf.finish('talk')
  const late = await heard()
  for (const side of ['user', 'partner'] as const) {
    expect(late[side]).toHaveLength(early[side].length)
    expect(Math.abs(lagSamples(early[side], late[side], 100))).toBeLessThan(16)
    expect(snrDb(early[side], late[side])).toBeGreaterThan(4)
  }
})

test('to finish again, or after a restart, finds what is done', async () => {
  await recordConversation('talk')
  const first = await shelf.finish('talk')
  expect(await shelf.finish('talk')).toEqual(first)
  await using again = {
    shelf: await RecordingShelf.open({ directory, clock }),
    [Symbol.asyncDispose]: () => again.shelf.close(),
  }
  expect(await again.shelf.finish('talk')).toEqual(first)
  expect(await again.shelf.find('talk')).toEqual(first)
  expect(await again.shelf.kept()).toEqual(['talk'])
})

test('what is still being recorded does not wait to be archived; what has ended does, until it is removed', async () => {
  const recorder = record('talk')
  expect(await shelf.kept()).toEqual([])
  await recorder.close()
  expect(await shelf.kept()).toEqual(['talk'])
  await shelf.remove('talk')
  expect(await shelf.kept()).toEqual([])
  expect(await shelf.finish('talk')).toBeUndefined()
})

test('many that end at once are finished one after the other', async () => {
  const talkIds = ['one', 'two', 'three']
  for (const talkId of talkIds) await recordConversation(talkId)
  const finished = await Promise.all(talkIds.map((talkId) => shelf.finish(talkId)))
  expect(finished.map((each) => each?.durationMs)).toEqual([7_000, 7_000, 7_000])
})

test('two who ask at once get the same file, and one that is removed meanwhile does not come back', async () => {
  await recordConversation('talk')
  const [one, other] = await Promise.all([shelf.finish('talk'), shelf.finish('talk')])
  expect(one).toMatchObject({ durationMs: 7_000 })
  expect(other).toEqual(one)
  await recordConversation('removed')
  await Promise.all([shelf.finish('removed'), shelf.remove('removed')])
  expect(await readdir(directory)).toEqual(['talk.webm'])
})

test('a close while a recording is being encoded leaves it whole for the next start', async () => {
  const before = openResources()
  await recordConversation('talk')
  const finishing = shelf.finish('talk')
  const refused = expect(finishing).rejects.toThrow('encoder of recordings')
  await shelf.close()
  await refused
  expect(await leakedSince(before)).toEqual({})
  shelf = await RecordingShelf.open({ directory, clock })
  expect(await shelf.kept()).toEqual(['talk'])
  expect(await shelf.finish('talk')).toMatchObject({ durationMs: 7_000, isWhole: true })
})

test('half a file that a crash left is gone at the next start', async () => {
  await writeFile(join(directory, 'talk.webm.unfinished'), 'half')
  shelf = await RecordingShelf.open({ directory, clock })
  expect(await readdir(directory)).toEqual([])
})

test('a raw file without even a beginning is finished as nothing, and gone', async () => {
  await writeFile(join(directory, 'talk.raw'), 'LTREC')
  expect(await shelf.finish('talk')).toBeUndefined()
  expect(await readdir(directory)).toEqual([])
})

test('an id that would lead elsewhere is refused', async () => {
  for (const talkId of [
    '',
    '.',
    '..',
    '../talk',
    'a/b',
    'a\\b',
    '-x',
    'a.raw',
    `${'x'.repeat(101)}`,
    'a\0',
  ]) {
    await expect(shelf.finish(talkId)).rejects.toThrow(RangeError)
    await expect(shelf.remove(talkId)).rejects.toThrow(RangeError)
    expect(() => record(talkId)).toThrow(RangeError)
  }
})

test('after a kill -9 at any moment every recording opens and lacks at most 5 s', {
  timeout: 60_000,
}, async () => {
  const program = fileURLToPath(new URL('testing/talking-process.ts', import.meta.url))
  const rounds = [2, 9, 16, 24].map(async (killAfterSeconds) => {
    const talkId = `talk-${killAfterSeconds}`
    const child = spawn(process.execPath, [program, directory, talkId], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const exited = once(child, 'exit')
    let toldMs = 0
    for await (const line of createInterface({ input: child.stdout })) {
      toldMs = Number(line)
      if (toldMs >= killAfterSeconds * 1_000) child.kill('SIGKILL')
    }
    await exited
    expect(child.signalCode).toBe('SIGKILL')
    const finished = await shelf.finish(talkId)
    expect(finished).toMatchObject({ talkId, isWhole: false })
    expect(finished?.durationMs).toBeGreaterThan(toldMs - 5_000)
    const file = await readFile(finished?.path ?? '')
    expect(file.length).toBe(finished?.bytes)
  })
  await Promise.all(rounds)
})

test('a disk that is full when a talk is over costs it nothing: its sound stays raw and is finished later', async () => {
  await recordConversation('talk-1')
  await symlink('/dev/full', join(directory, 'talk-1.webm.unfinished'))
  await expect(shelf.finish('talk-1')).rejects.toThrow('ENOSPC')
  expect(await readdir(directory)).toEqual(['talk-1.raw'])
  expect(await shelf.finish('talk-1')).toMatchObject({ durationMs: 7_000, missing: [] })
  expect(await readdir(directory)).toEqual(['talk-1.webm'])
})

test('a disk that fills up during a talk costs what came afterwards, and nothing of what was there', async () => {
  // No file of this process may have more than a megabyte: that is 13 s of both.
  const script = fileURLToPath(new URL('testing/full-disk-process.ts', import.meta.url))
  const child = spawn('sh', [
    '-c',
    'ulimit -f 2048; exec "$0" "$@"',
    process.execPath,
    script,
    directory,
    'talk-1',
  ])
  const [output] = await Promise.all([
    once(createInterface({ input: child.stdout }), 'line'),
    once(child, 'exit'),
  ])
  expect(JSON.parse(String(output))).toEqual({
    gaps: [expect.any(Number)],
    failures: [expect.stringContaining('disk')],
    durationMs: 60_000,
  })
  const finished = await shelf.finish('talk-1')
  expect(finished?.durationMs).toBeGreaterThan(12_000)
  const user = await soundOf(finished?.path ?? '', 'user')
  expect(levelDbfs(user.subarray(11 * 16_000, 12 * 16_000))).toBeGreaterThan(-25)
})
