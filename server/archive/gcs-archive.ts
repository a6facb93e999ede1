import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Bucket, Storage, type StorageOptions } from '@google-cloud/storage'
import {
  type Archive,
  type ArchivedObject,
  ArchiveError,
  type ArchiveSource,
  type ByteRange,
  checkKey,
} from './archive.ts'
import { gcsCodeOf, isTransient, retrying } from './gcs-failure.ts'

export interface GcsArchiveOptions {
  bucketName: string
  /** Another endpoint of the same API. By default Google's, or that of STORAGE_EMULATOR_HOST, as the client defines. */
  apiEndpoint?: string
  /** The first of the doubling delays between tries. */
  firstRetryDelayMs?: number
}

/** Google's advice for resumable uploads: in chunks of 8 MiB, and not below that size. A chunk is held in memory. */
const RESUMABLE_BYTES = 8 * 1024 * 1024
const MAX_RESUME_DELAY_S = 1
/** How often another writer may come in between before we give up. */
const MAX_PUT_TRIES = 5
const PAGE_SIZE = 1_000
/** The client's layers put up to 12 on one answer, and Node warns of a leak from 11 on. */
const CLIENT_LISTENERS = 20

/**
 * The archive in a bucket of Cloud Storage. Credentials are found as Google's client defines: the machine's service
 * account, or GOOGLE_APPLICATION_CREDENTIALS. Every write and removal names the generation that it replaces, so a
 * repeated one does nothing twice; what was uploaded is checked by Google against its MD5.
 *
 * Round three faults of the client (8.4.0 on Node 24): it ends the process on a read that is destroyed before it is
 * answered, and on one that it tries again; and an upload without precondition turns all its retries off. So reads
 * go by a client that never retries, are given out only when answered, and are tried again here.
 */
export class GcsArchive implements Archive {
  readonly #writing: Bucket
  readonly #reading: Bucket
  readonly #firstRetryDelayMs: number

  constructor({ bucketName, apiEndpoint, firstRetryDelayMs = 500 }: GcsArchiveOptions) {
    this.#firstRetryDelayMs = firstRetryDelayMs
    const bucket = (retryOptions: NonNullable<StorageOptions['retryOptions']>) =>
      new Storage({ ...(apiEndpoint ? { apiEndpoint } : {}), retryOptions }).bucket(bucketName)
    // Within one resumable upload the client goes on from where it broke. It takes no waits below a second.
    this.#writing = bucket({ autoRetry: true, maxRetryDelay: MAX_RESUME_DELAY_S, totalTimeout: 120 })
    this.#reading = bucket({ autoRetry: false, maxRetries: 0 })
  }

  async put(key: string, source: ArchiveSource, { contentType }: { contentType: string }): Promise<void> {
    checkKey(key)
    const { md5Hash, bytes } = await fingerprintOf(source)
    let replaced: Generation = 0
    for (let tries = 0; tries < MAX_PUT_TRIES; tries++) {
      const outcome = await retrying(
        () => this.#upload(key, source, { contentType, md5Hash, bytes, replaced }),
        this.#firstRetryDelayMs,
      )
      if (outcome === 'done') return
      const there = await this.#metadata(key)
      // It is ours: the same as before, or put by a try whose answer was lost.
      if (there?.md5Hash === md5Hash) return
      replaced = there?.generation ?? 0
    }
    throw new ArchiveError('An object of the archive is written by others all the time.', {
      retryHelps: true,
    })
  }

  async open(key: string, range?: ByteRange): Promise<Readable | undefined> {
    checkKey(key)
    return retrying(() => this.#openOnce(key, range), this.#firstRetryDelayMs)
  }

  async stat(key: string): Promise<ArchivedObject | undefined> {
    checkKey(key)
    const there = await this.#metadata(key)
    return there && { key, bytes: there.bytes, updatedAt: there.updatedAt }
  }

  async *list(prefix: string): AsyncGenerator<ArchivedObject> {
    let pageToken: string | undefined
    do {
      const [files, next] = await retrying(
        () =>
          this.#reading.getFiles({
            prefix,
            maxResults: PAGE_SIZE,
            autoPaginate: false,
            ...(pageToken === undefined ? {} : { pageToken }),
          }),
        this.#firstRetryDelayMs,
      )
      for (const { name, metadata } of files)
        yield { key: name, bytes: Number(metadata.size), updatedAt: new Date(metadata.updated ?? 0) }
      pageToken = pageTokenOf(next)
    } while (pageToken !== undefined)
  }

  async remove(key: string): Promise<void> {
    checkKey(key)
    for (let tries = 0; tries < MAX_PUT_TRIES; tries++) {
      const there = await this.#metadata(key)
      if (!there) return
      const ifGenerationMatch = there.generation
      const outcome = await retrying(
        () => conditional(this.#reading.file(key).delete({ ifGenerationMatch, ignoreNotFound: true })),
        this.#firstRetryDelayMs,
      )
      if (outcome === 'done') return
    }
    throw new ArchiveError('An object of the archive is written by others all the time.', {
      retryHelps: true,
    })
  }

  async #upload(
    key: string,
    source: ArchiveSource,
    { contentType, md5Hash, bytes, replaced }: Upload,
  ): Promise<'done' | 'conflict'> {
    const target = this.#writing.file(key).createWriteStream({
      contentType,
      metadata: { md5Hash },
      // Google compares the MD5 itself before it takes the object; the client would delete it afterwards, whosever it is.
      validation: false,
      preconditionOpts: { ifGenerationMatch: replaced },
      ...(bytes >= RESUMABLE_BYTES ? { resumable: true, chunkSize: RESUMABLE_BYTES } : { resumable: false }),
    })
    return conditional(pipeline(streamOf(source), target))
  }

  async #metadata(key: string): Promise<ObjectMetadata | undefined> {
    return retrying(async () => {
      try {
        const [{ md5Hash, generation, size, updated }] = await this.#reading.file(key).getMetadata()
        return {
          md5Hash,
          generation: generation ?? 0,
          bytes: Number(size),
          updatedAt: new Date(updated ?? 0),
        }
      } catch (error) {
        if (isMissingObject(error)) return undefined
        throw error
      }
    }, this.#firstRetryDelayMs)
  }

  #openOnce(key: string, range: ByteRange | undefined): Promise<Readable | undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<Readable | undefined>()
    const source = this.#reading
      .file(key)
      .createReadStream({ validation: false, decompress: false, ...range })
    const answered = new PassThrough()
    source.once('response', (response: Readable & { statusCode: number }) => {
      response.setMaxListeners(CLIENT_LISTENERS)
      if (response.statusCode < 300) resolve(answered)
    })
    source.once('error', (error) => {
      if (isMissingObject(error)) resolve(undefined)
      else reject(error)
      answered.destroy(error)
    })
    // Whoever was refused has the reason already; whoever reads hears of it by their own listener.
    answered.on('error', () => {})
    answered.once('close', () => source.destroy())
    source.pipe(answered)
    return promise
  }
}

type Generation = number | string

interface Upload {
  contentType: string
  md5Hash: string
  bytes: number
  /** 0: there must be none. */
  replaced: Generation
}

interface ObjectMetadata {
  md5Hash: string | undefined
  generation: Generation
  bytes: number
  updatedAt: Date
}

/** 412: the generation is another one by now. */
async function conditional(run: Promise<unknown>): Promise<'done' | 'conflict'> {
  try {
    await run
    return 'done'
  } catch (error) {
    if (gcsCodeOf(error) === 412) return 'conflict'
    throw error
  }
}

/** A bucket that is not there is a mistake in the settings, an object that is not there is none. */
function isMissingObject(error: unknown): boolean {
  return (
    gcsCodeOf(error) === 404 &&
    !isTransient(error) &&
    !(error instanceof Error && /bucket does not exist/i.test(error.message))
  )
}

function streamOf(source: ArchiveSource): Readable {
  return 'path' in source ? createReadStream(source.path) : Readable.from([source.bytes])
}

async function fingerprintOf(source: ArchiveSource): Promise<{ md5Hash: string; bytes: number }> {
  const hash = createHash('md5')
  if ('bytes' in source)
    return { md5Hash: hash.update(source.bytes).digest('base64'), bytes: source.bytes.length }
  try {
    const { size } = await stat(source.path)
    await pipeline(createReadStream(source.path), hash)
    return { md5Hash: hash.digest('base64'), bytes: size }
  } catch (cause) {
    throw new ArchiveError('A file that is to be archived cannot be read.', { retryHelps: true, cause })
  }
}

/** The client types its next query as any object. */
function pageTokenOf(query: object | null | undefined): string | undefined {
  return query && 'pageToken' in query && typeof query.pageToken === 'string' ? query.pageToken : undefined
}
