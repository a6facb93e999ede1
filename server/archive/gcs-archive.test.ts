import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FakeCloudStorage, type Fault } from '../testing/cloud-storage/fake-cloud-storage.ts'
import { readObject } from './archive.ts'
import { GcsArchive } from './gcs-archive.ts'

const asText = { contentType: 'text/plain' }
const small = Buffer.from('a small one')
/** Two chunks and a half. */
const big = randomBytes(20 * 1024 * 1024)

let storage: FakeCloudStorage
let archive: GcsArchive
beforeEach(async () => {
  storage = await FakeCloudStorage.open()
  archive = new GcsArchive({ bucketName: 'bucket', apiEndpoint: storage.url, firstRetryDelayMs: 5 })
})
afterEach(() => storage[Symbol.asyncDispose]())

const storedAs = (key: string, bytes: Buffer) => storage.objects.get(key)?.bytes.equals(bytes)
const putDirectly = (name: string, text: string) =>
  storage.objects.put({ name }, Buffer.from(text), new URLSearchParams())

test('small objects go in one request, big ones in chunks, each with its type', async () => {
  await archive.put('small', { bytes: small }, asText)
  expect(storage.requests).toEqual(['upload'])
  await archive.put('big', { bytes: big }, { contentType: 'audio/webm' })
  expect(storage.requests).toEqual(['upload', 'begin', 'chunk', 'chunk', 'chunk'])
  expect(storedAs('big', big)).toBe(true)
  expect(storage.objects.get('small')?.contentType).toBe('text/plain')
  expect(storage.objects.get('big')?.contentType).toBe('audio/webm')
})

test.each<[string, Fault[]]>([
  ['the service is overloaded', [503, 429, 500]],
  ['the connection breaks', ['reset', 'reset']],
  ['the answer is lost', ['lostAnswer']],
  ['all of it happens', [503, 'reset', 'lostAnswer']],
])('a small upload arrives although %s', async (_, faults) => {
  storage.failNext('upload', ...faults)
  await archive.put('small', { bytes: small }, asText)
  expect(storedAs('small', small)).toBe(true)
})

test.each<[string, 'begin' | 'chunk', Fault[]]>([
  ['the service is overloaded at its beginning', 'begin', [503]],
  ['the connection breaks at its beginning', 'begin', ['reset']],
  ['the service is overloaded in its middle', 'chunk', [503]],
  ['the connection breaks in its middle', 'chunk', ['reset']],
  ['the answers are lost', 'chunk', ['lostAnswer', 'lostAnswer']],
])('a big upload arrives although %s', { timeout: 30_000 }, async (_, kind, faults) => {
  storage.failNext(kind, ...faults)
  await archive.put('big', { bytes: big }, asText)
  expect(storedAs('big', big)).toBe(true)
})

test('what is there already is not sent again when it is big', async () => {
  await archive.put('big', { bytes: big }, asText)
  const { generation } = storage.objects.need('big')
  storage.requests.length = 0
  await archive.put('big', { bytes: big }, asText)
  expect(storage.requests).toEqual(['begin', 'stat'])
  expect(storage.objects.need('big').generation).toBe(generation)
})

test('an upload that fails for good leaves what was there', async () => {
  putDirectly('small', 'before')
  storage.failNext('upload', ...Array.from({ length: 10 }, (): Fault => 503))
  await expect(archive.put('small', { bytes: small }, asText)).rejects.toMatchObject({
    name: 'ArchiveError',
    retryHelps: true,
  })
  expect(storedAs('small', Buffer.from('before'))).toBe(true)
})

test.each<[string, Fault[]]>([
  ['the service is overloaded', [503, 429]],
  ['the connection breaks', ['reset']],
  ['the answer is lost', ['lostAnswer']],
])('reading, asking, listing and removing work although %s', async (_, faults) => {
  putDirectly('small', 'small')
  for (const kind of ['read', 'stat', 'list', 'remove'] as const) storage.failNext(kind, ...faults)
  expect((await readObject(archive, 'small'))?.toString()).toBe('small')
  expect(await archive.stat('small')).toMatchObject({ bytes: 5 })
  const keys: string[] = []
  for await (const { key } of archive.list('')) keys.push(key)
  expect(keys).toEqual(['small'])
  await archive.remove('small')
  expect(storage.objects.names).toEqual([])
})

test('a read that breaks off is an error of the reader, not a shorter object', async () => {
  storage.objects.put({ name: 'big' }, big, new URLSearchParams())
  storage.failNext('read', 'cutBody')
  await expect(readObject(archive, 'big')).rejects.toMatchObject({ name: 'ArchiveError', retryHelps: true })
  expect((await readObject(archive, 'big'))?.equals(big)).toBe(true)
})

test('a list of many pages is whole', async () => {
  const names = Array.from({ length: 2_100 }, (_, number) => `n/${String(number).padStart(5, '0')}`)
  for (const name of names) putDirectly(name, '')
  const keys: string[] = []
  for await (const { key } of archive.list('n/')) keys.push(key)
  expect(keys).toEqual(names)
  expect(storage.requests).toEqual(['list', 'list', 'list'])
})

test('a removal does not take what somebody else has put meanwhile for what it saw', async () => {
  putDirectly('small', 'old')
  storage.failNext('remove', 412)
  await archive.remove('small')
  expect(storage.requests).toEqual(['stat', 'remove', 'stat', 'remove'])
})

test('a refusal says what to do, and that trying again does not help', async () => {
  storage.failNext('upload', 403)
  await expect(archive.put('small', { bytes: small }, asText)).rejects.toMatchObject({
    message: expect.stringContaining('Storage Object Admin'),
    retryHelps: false,
  })
  const lost = new GcsArchive({ bucketName: 'none', apiEndpoint: storage.url, firstRetryDelayMs: 5 })
  for (const call of [
    () => lost.put('a', { bytes: small }, asText),
    () => lost.stat('a'),
    () => lost.open('a'),
  ])
    await expect(call()).rejects.toMatchObject({ message: expect.stringContaining('GCS_BUCKET_NAME') })
})

test('STORAGE_EMULATOR_HOST names the service, as for every client of Google', async () => {
  vi.stubEnv('STORAGE_EMULATOR_HOST', storage.url)
  const emulated = new GcsArchive({ bucketName: 'bucket', firstRetryDelayMs: 5 })
  vi.unstubAllEnvs()
  await emulated.put('small', { bytes: small }, asText)
  expect((await readObject(emulated, 'small'))?.equals(small)).toBe(true)
  await emulated.remove('small')
  expect(storage.objects.names).toEqual([])
})
