import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { App } from '../../app.ts'
import { formatWav } from '../../audio/wav-file.ts'
import { sampleAnswer } from '../../feedback/testing/sample-talk.ts'
import type { Store } from '../../store/open-store.ts'
import { answered, FakeGenerateContent } from '../../testing/fake-generate-content.ts'
import { postedSounds } from '../../testing/speech/formats/posted-sounds.ts'
import { createTestApp } from '../../testing/test-app.ts'
import { openAppStore } from '../../testing/test-store.ts'

const said = 'Hello, thanks for your time.'

describe('a recording that is posted without a log', () => {
  let store: Store
  let service: FakeGenerateContent
  let app: App
  beforeAll(async () => {
    store = await openAppStore()
    service = await FakeGenerateContent.listen()
    service.reply(answered(sampleAnswer({ transcript: [{ turnId: 't1', role: 'user', text: said }] })))
    const env = { PARTNER: 'auto', GEMINI_API_KEY: 'key', GEMINI_BASE_URL: service.baseUrl }
    app = await createTestApp({ store, env })
  })
  afterAll(async () => {
    await app.close()
    await service[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
  })

  async function post(bytes: Uint8Array, name: string) {
    const form = new FormData()
    form.set('audio', new Blob([new Uint8Array(bytes)]), name)
    const response = await fetch(`${app.url}/feedback`, { method: 'POST', body: form })
    const answer = (await response.json()) as {
      id: string
      reason?: string
      result?: { transcript: { text: string }[] }
    } // as contracted
    return { status: response.status, ...answer }
  }

  it.each([
    ['wav', undefined, 'audio/wav', 'audio/wav'],
    ['webm', postedSounds.webm, 'audio/webm', 'audio/wav'],
    ['ogg', postedSounds.ogg, 'audio/ogg', 'audio/wav'],
    ['ogg', postedSounds.vorbis, 'audio/ogg', 'audio/ogg'],
    ['mp3', postedSounds.mp3, 'audio/mpeg', 'audio/mp3'],
    ['flac', postedSounds.flac, 'audio/flac', 'audio/flac'],
    ['m4a', postedSounds.m4a, 'audio/mp4', 'audio/aac'],
  ])(
    'in %s (%o) is kept byte for byte as %s, and the model hears it as %s',
    async (extension, sound, kept, heard) => {
      const bytes = sound
        ? await readFile(sound.path)
        : Buffer.from(formatWav(new Int16Array(16_000), 16_000))
      const before = service.requests.length
      // The name is nothing to go by.
      const { status, id, result } = await post(bytes, `talk.${extension === 'mp3' ? 'wav' : 'mp3'}`)
      expect(status).toBe(200)
      expect(result?.transcript.map(({ text }) => text)).toEqual([said])
      const recording = await fetch(`${app.url}/talks/${id}/recording`)
      expect(recording.headers.get('content-type')).toBe(kept)
      expect(Buffer.from(await recording.arrayBuffer()).equals(bytes)).toBe(true)
      const parts = service.requests[before]?.body.contents[0]?.parts.flatMap(
        ({ inlineData }) => inlineData ?? [],
      )
      expect(parts?.map(({ mimeType }) => mimeType)).toEqual([heard])
      if (kept.slice(-4) === heard.slice(-4))
        expect(Buffer.from(parts?.[0]?.data ?? '', 'base64').equals(bytes)).toBe(true)
    },
  )

  it('is refused when it is none, whatever it is called', async () => {
    const before = service.requests.length
    for (const name of ['talk.wav', 'talk.webm', 'talk.ogg', 'talk.mp3', 'talk.flac', 'talk.m4a']) {
      const refused = await post(Buffer.from('%PDF-1.7 this is not a sound'), name)
      expect(refused).toMatchObject({ status: 415, reason: 'unsupportedType' })
    }
    expect(service.requests).toHaveLength(before)
  })
})
