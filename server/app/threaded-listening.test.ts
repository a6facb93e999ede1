import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { framesOf, readSpeech } from '../audio/fixtures/sound.ts'
import { loadLightSpeechDetectors } from '../audio/light-speech-detectors.ts'
import { bytesFromPcm } from '../audio/pcm.ts'
import { listenForSpeech } from '../feedback/delivery/speech-listener.ts'
import { RecordingShelf } from '../recording/recording-shelf.ts'
import { openSounds } from '../recording/talk-sounds.ts'
import { FakeClock } from '../testing/fake-clock.ts'
import { leakedSince, openResources } from '../testing/leak-check.ts'
import { ThreadedListening } from './threaded-listening.ts'

const listening = new ThreadedListening()
let directory: string
let path: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'listening-'))
  const clock = new FakeClock()
  const shelf = await RecordingShelf.open({ directory, clock })
  const fail = () => expect.fail('sound was lost')
  const recorder = shelf.record({ talkId: 'talk', startedAtMs: clock.nowMs(), onGap: fail, onFailure: fail })
  const [user, partner] = await Promise.all([readSpeech('woman', 16_000), readSpeech('man', 24_000)])
  const sent = [...framesOf(partner, 480)]
  for (const [tick, heard] of [...framesOf(user, 320)].entries()) {
    clock.advance(20)
    recorder.heard(heard, (tick + 1) * 20)
    const frame = sent[tick]
    if (frame) recorder.sent(frame, tick * 20)
  }
  await recorder.close()
  path = (await shelf.finish('talk'))?.path ?? ''
  await shelf.close()
})
afterAll(() => rm(directory, { recursive: true, force: true }))

const goesOn = () => new AbortController().signal

it('hears in its thread what is heard in this one', async () => {
  const detectors = await loadLightSpeechDetectors()
  await using sounds = await openSounds(path)
  if (!sounds) return expect.fail('there is no sound')
  const heard = await listening.hear(path, goesOn())
  expect(heard?.user.spans.length).toBeGreaterThan(0)
  expect(heard).toEqual(await listenForSpeech(sounds.both(), detectors))
})

it('writes each side as a file, as it sounds', async () => {
  await using sounds = await openSounds(path)
  const wavs = await listening.writeWavs(path, directory, goesOn())
  const pieces: Buffer[] = []
  for await (const piece of sounds?.sound('partner') ?? []) pieces.push(Buffer.from(bytesFromPcm(piece)))
  expect((await readFile(wavs?.partner ?? '')).subarray(44).equals(Buffer.concat(pieces))).toBe(true)
})

it('says why a recording cannot be read, and goes on with the next one', async () => {
  const [broken, whole] = await Promise.allSettled([
    listening.hear(join(directory, 'none.webm'), goesOn()),
    listening.hear(path, goesOn()),
  ])
  expect(broken).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('ENOENT') } })
  expect(whole.status).toBe('fulfilled')
})

it('is broken off when nobody waits any more, and leaves no thread behind', async () => {
  const before = openResources()
  const leaving = new AbortController()
  const hearing = listening.hear(path, leaving.signal)
  const waiting = listening.hear(path, leaving.signal)
  setImmediate(() => leaving.abort(new Error('stopping')))
  await expect(hearing).rejects.toThrow('stopping')
  await expect(waiting).rejects.toThrow('stopping')
  expect(await leakedSince(before)).toEqual({})
})
