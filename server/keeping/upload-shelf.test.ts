import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { formatWav } from '../audio/wav-file.ts'
import { createTestDataDir } from '../testing/test-store.ts'
import { UploadShelf } from './upload-shelf.ts'

const wav = Buffer.from(formatWav(new Int16Array(2_400).fill(300), 24_000))
const whole = { isCut: () => false }

describe('sound that is posted', () => {
  it('is there under its talk, whole, with its kind', async () => {
    using data = createTestDataDir()
    const shelf = await UploadShelf.open({ directory: data.path })
    await using received = await shelf.receive(
      Readable.from([wav.subarray(0, 100), wav.subarray(100)]),
      whole,
    )
    await received.keepFor('talk-1')
    const found = await shelf.find('talk-1')
    expect(found).toMatchObject({ bytes: wav.length, contentType: 'audio/wav', extension: 'wav' })
    expect(await readFile(found?.path ?? '')).toEqual(wav)
    await shelf.remove('talk-1')
    expect(await readdir(data.path)).toEqual([])
  })

  it('never shares a file with another, however many come at once', async () => {
    using data = createTestDataDir()
    const shelf = await UploadShelf.open({ directory: data.path })
    const keep = async (n: number) => {
      const own = Buffer.from(formatWav(new Int16Array(100).fill(n), 24_000))
      await using received = await shelf.receive(Readable.from([own]), whole)
      await received.keepFor(`talk-${n}`)
      const found = await shelf.find(`talk-${n}`)
      expect(await readFile(found?.path ?? '')).toEqual(own)
    }
    await Promise.all(Array.from({ length: 50 }, (_, n) => keep(n)))
  })

  it.each([
    ['something else', Buffer.from('hello, this is no sound at all'), whole, 'unsupportedType'],
    ['nothing', Buffer.alloc(0), whole, 'badInput'],
    ['more than may be', wav, { isCut: () => true }, 'tooLarge'],
  ])('is refused when it is %s, and leaves no file', async (_, bytes, cut, reason) => {
    using data = createTestDataDir()
    const shelf = await UploadShelf.open({ directory: data.path })
    await expect(shelf.receive(Readable.from([bytes]), cut)).rejects.toMatchObject({ reason })
    expect(await readdir(data.path)).toEqual([])
  })

  it('is refused on a full disk, with when to come again, and leaves no file', async () => {
    using data = createTestDataDir()
    const shelf = await UploadShelf.open({ directory: data.path })
    await symlink('/dev/full', join(data.path, `${process.pid}-1.part`))
    await expect(shelf.receive(Readable.from([wav]), whole)).rejects.toMatchObject({
      reason: 'storageUnavailable',
      retryAfterMs: expect.any(Number),
    })
    expect(await readdir(data.path)).toEqual([])
    await using _received = await shelf.receive(Readable.from([wav]), whole)
  })

  it('leaves no file when it breaks off, or is not kept', async () => {
    using data = createTestDataDir()
    const shelf = await UploadShelf.open({ directory: data.path })
    const broken = new Readable({ read() {} })
    broken.push(wav)
    const receiving = shelf.receive(broken, whole)
    broken.destroy(new Error('the client is gone'))
    await expect(receiving).rejects.toThrow('the client is gone')
    {
      await using _dropped = await shelf.receive(Readable.from([wav]), whole)
    }
    expect(await readdir(data.path)).toEqual([])
  })

  it('is cleared at the next start of what a crash left half done', async () => {
    using data = createTestDataDir()
    const directory = join(data.path, 'uploads')
    await mkdir(directory)
    await writeFile(join(directory, '1-1.part'), wav)
    await UploadShelf.open({ directory })
    expect(await readdir(directory)).toEqual([])
  })

  it('takes no id that leads elsewhere', async () => {
    using data = createTestDataDir()
    const shelf = await UploadShelf.open({ directory: data.path })
    await expect(shelf.find('../secret')).rejects.toThrow(RangeError)
  })
})
