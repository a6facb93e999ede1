import { tmpdir } from 'node:os'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { FakeClock } from '../../testing/fake-clock.ts'
import { postedSounds } from '../../testing/speech/formats/posted-sounds.ts'
import type { TalkAudio } from '../evaluator.ts'
import { silentSounds } from '../testing/sample-talk.ts'
import { GeminiService } from './gemini-service.ts'
import { soundParts } from './sound-parts.ts'

/** As with Vertex AI, which has no Files API. */
async function withoutFilesApi(audio: TalkAudio | undefined) {
  await using cleanUp = new AsyncDisposableStack()
  const { signal } = new AbortController()
  const clock = new FakeClock()
  const credentials = { kind: 'apiKey', apiKey: 'unused' } as const
  const removals = new GeminiService({ credentials, baseUrl: 'http://127.0.0.1:9', clock, signal })
  const log = pino({ level: 'silent' })
  return await soundParts({
    audio,
    directory: tmpdir(),
    files: undefined,
    cleanUp,
    removals,
    clock,
    log,
    signal,
    onProgress: () => undefined,
  })
}

describe('sound without a Files API', () => {
  it('goes into the request as long as it fits, and is left out when it does not', async () => {
    const short = await withoutFilesApi({ kind: 'speakers', sounds: silentSounds(120) })
    expect([short.parts.length, short.unheard]).toEqual([4, undefined])
    const long = await withoutFilesApi({ kind: 'speakers', sounds: silentSounds(200) })
    expect(long).toEqual({ parts: [], unheard: 'tooLarge' })
  })

  it('is nothing where there is none', async () => {
    expect(await withoutFilesApi(undefined)).toEqual({ parts: [], unheard: undefined })
  })
})

it.each([
  ['audio/wav', 'audio/wav'],
  ['audio/x-wav', 'audio/wav'],
  ['audio/mpeg', 'audio/mp3'],
  ['AUDIO/X-FLAC; rate=16000', 'audio/flac'],
  ['audio/amr', undefined],
  ['', undefined],
])('a recording of type %j is given to the model as %s', async (type, given) => {
  const { parts, unheard } = await withoutFilesApi({ kind: 'mixed', path: postedSounds.mp3.path, type })
  expect(parts[1]?.inlineData?.mimeType).toBe(given)
  expect(unheard).toBe(given ? undefined : 'unknownFormat')
})

it('a recording that is not what it is called is left out, for it cannot be read', async () => {
  const audio = { kind: 'mixed', path: postedSounds.mp3.path, type: 'audio/mp4' } as const
  expect(await withoutFilesApi(audio)).toEqual({ parts: [], unheard: 'unreadable' })
})
