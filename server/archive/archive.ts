import type { Readable } from 'node:stream'

/** What is put: small things from memory, big ones from a file, which may be read more than once. */
export type ArchiveSource = { bytes: Uint8Array } | { path: string }

export interface ArchivedObject {
  key: string
  bytes: number
  /** When it was last put. */
  updatedAt: Date
}

/** Bytes from `start` to `end`, both included and both within the object, as in HTTP (RFC 9110, section 14). */
export interface ByteRange {
  start: number
  end: number
}

/**
 * Where what a talk leaves is kept for good: a directory, or a bucket of Cloud Storage. Keys are paths of plain
 * ASCII (`checkKey`). An object is there whole or not at all; putting it again replaces it. Every method throws
 * `ArchiveError`, and may be called again after it.
 */
export interface Archive {
  /**
   * Resolves when the object is safe. Putting what is there already does nothing.
   * @param options.contentType for whoever looks into the bucket; nothing here reads it
   */
  put(key: string, source: ArchiveSource, options: { contentType: string }): Promise<void>
  /** The object's bytes, for the caller to read to the end or to destroy; undefined when it is not there. */
  open(key: string, range?: ByteRange): Promise<Readable | undefined>
  stat(key: string): Promise<ArchivedObject | undefined>
  /** All whose key begins so, ascending by key. */
  list(prefix: string): AsyncIterable<ArchivedObject>
  /** What is not there is as good as removed. */
  remove(key: string): Promise<void>
}

/** The archive could not do it. The message has neither key nor path: they hold ids. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError'
  /** Whether the same call may work later with nothing changed by anyone. */
  readonly retryHelps: boolean

  constructor(message: string, { retryHelps, cause }: { retryHelps: boolean; cause?: unknown }) {
    super(message, { cause })
    this.retryHelps = retryHelps
  }
}

const KEY = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/
/** Far below what Cloud Storage and file systems allow (1024 and 4096 bytes). */
const MAX_KEY_CHARS = 500

/** @throws RangeError for a key that could lead out of the archive, or that a file system does not take */
export function checkKey(key: string): void {
  if (key.length > MAX_KEY_CHARS || !KEY.test(key)) throw new RangeError('This is not a key of the archive.')
}

/** An object as a whole. For small ones. */
export async function readObject(archive: Archive, key: string): Promise<Buffer | undefined> {
  const stream = await archive.open(key)
  if (!stream) return undefined
  const chunks: Buffer[] = []
  try {
    for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  } catch (cause) {
    throw new ArchiveError('The archive broke off while an object was read.', { retryHelps: true, cause })
  }
  return Buffer.concat(chunks)
}
