import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FakeCloudStorage } from '../testing/cloud-storage/fake-cloud-storage.ts'
import { leakedSince, openResources } from '../testing/leak-check.ts'
import { type Archive, readObject } from './archive.ts'
import { DirectoryArchive } from './directory-archive.ts'
import { GcsArchive } from './gcs-archive.ts'

const asText = { contentType: 'text/plain' }
const bytesOf = (text: string) => ({ bytes: Buffer.from(text) })

const archives = {
  'a directory': async (scratch: string) => ({
    archive: await DirectoryArchive.open(join(scratch, 'archive')),
    end: async () => {},
  }),
  'Cloud Storage': async () => {
    const storage = await FakeCloudStorage.open()
    const archive = new GcsArchive({
      bucketName: storage.bucketName,
      apiEndpoint: storage.url,
      firstRetryDelayMs: 5,
    })
    return { archive, end: () => storage[Symbol.asyncDispose]() }
  },
}

describe.each(Object.entries(archives))('the archive in %s', (_, open) => {
  let scratch: string
  let archive: Archive
  let end: () => Promise<void>
  beforeEach(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'archive-'))
    ;({ archive, end } = await open(scratch))
  })
  afterEach(async () => {
    await end()
    await rm(scratch, { recursive: true, force: true })
  })

  const keys = async (prefix: string) => {
    const found: string[] = []
    for await (const { key } of archive.list(prefix)) found.push(key)
    return found
  }

  test('gives back what was put', async () => {
    await archive.put('talks/a/talk.json', bytesOf('こんにちは'), { contentType: 'application/json' })
    expect((await readObject(archive, 'talks/a/talk.json'))?.toString()).toBe('こんにちは')
    expect(await archive.stat('talks/a/talk.json')).toEqual({
      key: 'talks/a/talk.json',
      bytes: 15,
      updatedAt: expect.any(Date),
    })
  })

  test('takes a file, small or of many chunks', async () => {
    for (const bytes of [0, 100, 20_000_000]) {
      const content = randomBytes(bytes)
      const path = join(scratch, 'file')
      await writeFile(path, content)
      await archive.put('recording.webm', { path }, { contentType: 'audio/webm' })
      expect((await readObject(archive, 'recording.webm'))?.equals(content)).toBe(true)
    }
  })

  test('replaces what was there, and may be told the same again', async () => {
    for (const text of ['one', 'two', 'two']) await archive.put('a', bytesOf(text), asText)
    expect((await readObject(archive, 'a'))?.toString()).toBe('two')
  })

  test('many that put one key at once leave one of their objects, whole', async () => {
    const contents = Array.from({ length: 4 }, (_, writer) => String(writer).repeat(10_000))
    await Promise.all(contents.map((text) => archive.put('a/b', bytesOf(text), asText)))
    expect(contents).toContain((await readObject(archive, 'a/b'))?.toString())
  })

  test('gives any range of an object', async () => {
    await archive.put('a', bytesOf('0123456789'), asText)
    const ranges: [number, number, string][] = [
      [0, 0, '0'],
      [3, 5, '345'],
      [9, 9, '9'],
      [0, 9, '0123456789'],
    ]
    for (const [start, end, text] of ranges) {
      const chunks: Buffer[] = []
      for await (const chunk of (await archive.open('a', { start, end })) ?? []) chunks.push(chunk)
      expect(Buffer.concat(chunks).toString()).toBe(text)
    }
  })

  test('what is not there is undefined, and removing it is fine', async () => {
    expect(await archive.stat('talks/none')).toBeUndefined()
    expect(await archive.open('talks/none')).toBeUndefined()
    await archive.remove('talks/none')
    expect(await keys('')).toEqual([])
  })

  test('lists by prefix in the order of the keys', async () => {
    const all = ['talks/a/b', 'talks/a', 'talks-b', 'talks/b/z', 'talks/b/a', 'logs/x', 'talks/a.b'].filter(
      // A directory cannot hold a file and a folder of one name.
      (key) => key !== 'talks/a',
    )
    for (const key of all) await archive.put(key, bytesOf(key), asText)
    expect(await keys('')).toEqual([...all].sort())
    expect(await keys('talks/')).toEqual(['talks/a.b', 'talks/a/b', 'talks/b/a', 'talks/b/z'])
    expect(await keys('talks/b')).toEqual(['talks/b/a', 'talks/b/z'])
    expect(await keys('talks/b/a')).toEqual(['talks/b/a'])
    expect(await keys('none/')).toEqual([])
  })

  test('what is removed is gone, and its place can be used again', async () => {
    await archive.put('talks/a/one', bytesOf('1'), asText)
    await archive.put('talks/a/two', bytesOf('2'), asText)
    await archive.remove('talks/a/one')
    expect(await keys('')).toEqual(['talks/a/two'])
    await archive.remove('talks/a/two')
    expect(await keys('')).toEqual([])
    await archive.put('talks/a/one', bytesOf('3'), asText)
    expect((await readObject(archive, 'talks/a/one'))?.toString()).toBe('3')
  })

  test('putting and removing side by side in one folder loses nothing', async () => {
    for (let round = 0; round < 20; round++) {
      await archive.put('talks/a/old', bytesOf('old'), asText)
      await Promise.all([archive.remove('talks/a/old'), archive.put('talks/a/new', bytesOf('new'), asText)])
      expect(await keys('')).toEqual(['talks/a/new'])
      await archive.remove('talks/a/new')
    }
  })

  test('a reader may leave at any time', async () => {
    await archive.put('a', { bytes: randomBytes(2_000_000) }, asText)
    const before = openResources()
    for (let reader = 0; reader < 5; reader++) {
      const stream = await archive.open('a')
      stream?.destroy()
    }
    const begun = await archive.open('a')
    for await (const chunk of begun ?? []) {
      expect(chunk.length).toBeGreaterThan(0)
      break
    }
    const { TCPSocketWrap: _, ...leaked } = await leakedSince(before)
    expect(leaked).toEqual({})
  })

  test('a key that leads elsewhere is refused', async () => {
    for (const key of [
      '',
      '/a',
      'a/',
      'a//b',
      '..',
      'a/../b',
      '.hidden',
      'a/.b',
      'a\\b',
      'ä',
      'a b',
      'a\0',
      'x'.repeat(501),
    ]) {
      await expect(archive.put(key, bytesOf('x'), asText)).rejects.toThrow(RangeError)
      await expect(archive.open(key)).rejects.toThrow(RangeError)
      await expect(archive.stat(key)).rejects.toThrow(RangeError)
      await expect(archive.remove(key)).rejects.toThrow(RangeError)
    }
  })

  test('a file that cannot be read is an error that says so', async () => {
    await expect(archive.put('a', { path: join(scratch, 'none') }, asText)).rejects.toMatchObject({
      name: 'ArchiveError',
    })
    expect(await keys('')).toEqual([])
  })
})
