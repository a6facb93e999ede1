import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ADTS, BufferSource, EncodedPacketSink, FilePathSource, Input, MP4 } from 'mediabunny'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { lagSamples, snrDb } from '../../audio/fixtures/sound.ts'
import { parseWav } from '../../audio/wav-file.ts'
import { postedSounds } from '../../testing/speech/formats/posted-sounds.ts'
import { repackSound } from './repack-sound.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'repack-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

/** What the posted sounds were made from: `user-en.wav` from 0.4 s to 1.9 s. */
async function original(): Promise<Int16Array> {
  const { samples } = parseWav(await readFile(join(import.meta.dirname, '../../testing/speech/user-en.wav')))
  return samples.slice(0.4 * 16_000, 1.9 * 16_000)
}

async function packets(input: Input): Promise<Buffer[]> {
  const track = await input.getPrimaryAudioTrack()
  if (!track) throw new Error('there is no sound in it')
  const all: Buffer[] = []
  for await (const { data } of new EncodedPacketSink(track).packets()) all.push(Buffer.from(data))
  return all
}

it.each(['webm', 'ogg'] as const)('Opus in %s becomes a WAV file that sounds the same', async (kind) => {
  const { path } = postedSounds[kind]
  const sound = await repackSound(path, join(directory, `${kind}.wav`))
  expect(sound?.type).toBe('audio/wav')
  const { samples, sampleRateHz } = parseWav(await readFile(sound?.path ?? ''))
  expect(sampleRateHz).toBe(16_000)
  expect(Math.abs(samples.length / 16_000 - 1.5)).toBeLessThan(0.05)
  const wanted = await original()
  // An encoder's lead-in is 6.5 ms.
  const lag = lagSamples(wanted, samples, 800)
  expect(lag).toBeLessThan(0.01 * 16_000)
  expect(snrDb(wanted, samples.subarray(lag))).toBeGreaterThan(15)
})

it('AAC is taken out of its M4A packet by packet', async () => {
  const sound = await repackSound(postedSounds.m4a.path, join(directory, 'm4a.aac'))
  expect(sound?.type).toBe('audio/aac')
  using before = new Input({ source: new FilePathSource(postedSounds.m4a.path), formats: [MP4] })
  using after = new Input({ source: new BufferSource(await readFile(sound?.path ?? '')), formats: [ADTS] })
  const [raw, framed] = [await packets(before), await packets(after)]
  expect(raw.length).toBeGreaterThan(20)
  // Each has a header of its own there (ISO/IEC 14496-3, ADTS).
  expect(framed.map((packet, at) => packet.subarray(-(raw[at]?.length ?? 0)))).toEqual(raw)
})

it('Vorbis stays in its Ogg', async () => {
  const { path, type } = postedSounds.vorbis
  expect(await repackSound(path, join(directory, 'none'))).toEqual({ path, type })
})
