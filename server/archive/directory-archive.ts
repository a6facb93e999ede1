import { randomUUID } from 'node:crypto'
import type { Dirent } from 'node:fs'
import { copyFile, mkdir, open, readdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { syncDirectory, syncFile } from '../disk/sync-file.ts'
import {
  type Archive,
  type ArchivedObject,
  ArchiveError,
  type ArchiveSource,
  type ByteRange,
  checkKey,
} from './archive.ts'

/** What is not finished lies here: no key begins with a dot. */
const UNFINISHED = '.unfinished'

/** The archive in a directory of this machine, which must be ours alone. One process at a time. */
export class DirectoryArchive implements Archive {
  readonly #directory: string

  private constructor(directory: string) {
    this.#directory = directory
  }

  /** Makes the directory when it is not there, and clears what a crash left half done. */
  static async open(directory: string): Promise<DirectoryArchive> {
    const unfinished = join(directory, UNFINISHED)
    await rm(unfinished, { recursive: true, force: true })
    await mkdir(unfinished, { recursive: true })
    return new DirectoryArchive(directory)
  }

  async put(key: string, source: ArchiveSource, _options: { contentType: string }): Promise<void> {
    const path = this.#path(key)
    const unfinished = join(this.#directory, UNFINISHED, randomUUID())
    try {
      if ('path' in source) await copyFile(source.path, unfinished)
      else await writeFile(unfinished, source.bytes)
      await syncFile(unfinished)
      await this.#moveTo(path, unfinished)
    } catch (cause) {
      await rm(unfinished, { force: true }).catch(() => {})
      throw failed('could not be written', cause)
    }
  }

  async open(key: string, range?: ByteRange): Promise<Readable | undefined> {
    const path = this.#path(key)
    const file = await open(path, 'r').catch((error: unknown) => {
      if (isNotThere(error)) return undefined
      throw failed('could not be read', error)
    })
    return file?.createReadStream(range)
  }

  async stat(key: string): Promise<ArchivedObject | undefined> {
    const path = this.#path(key)
    try {
      const { size, mtime } = await stat(path)
      return { key, bytes: size, updatedAt: mtime }
    } catch (error) {
      if (isNotThere(error)) return undefined
      throw failed('could not be read', error)
    }
  }

  async *list(prefix: string): AsyncGenerator<ArchivedObject> {
    yield* this.#walk('', prefix)
  }

  async remove(key: string): Promise<void> {
    const path = this.#path(key)
    try {
      await rm(path, { force: true })
      await this.#prune(dirname(path))
    } catch (cause) {
      throw failed('could not be removed', cause)
    }
  }

  async *#walk(folder: string, prefix: string): AsyncGenerator<ArchivedObject> {
    for (const { key, isFolder } of await this.#entries(folder)) {
      if (isFolder && (key.startsWith(prefix) || prefix.startsWith(key))) yield* this.#walk(key, prefix)
      if (isFolder || !key.startsWith(prefix)) continue
      const object = await this.stat(key)
      if (object) yield object
    }
  }

  /** In the order of their keys: a folder's end with a slash. */
  async #entries(folder: string): Promise<{ key: string; isFolder: boolean }[]> {
    const entries = await readdir(join(this.#directory, folder), { withFileTypes: true }).catch(
      (error: unknown): Dirent[] => {
        if (isNotThere(error)) return []
        throw failed('could not be listed', error)
      },
    )
    return entries
      .filter(({ name }) => name !== UNFINISHED)
      .map((entry) => ({
        key: `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`,
        isFolder: entry.isDirectory(),
      }))
      .sort((one, other) => (one.key < other.key ? -1 : 1))
  }

  /** A removal may take the folder away in between: then once more. */
  async #moveTo(path: string, unfinished: string): Promise<void> {
    const folder = dirname(path)
    for (let triesLeft = 9; ; triesLeft--) {
      try {
        await mkdir(folder, { recursive: true })
        await rename(unfinished, path)
        await syncDirectory(folder)
        break
      } catch (error) {
        if (!isNotThere(error) || triesLeft === 0) throw error
      }
    }
    for (let above = folder; above !== this.#directory; ) {
      above = dirname(above)
      await syncDirectory(above)
    }
  }

  /** Folders that have become empty go as well. */
  async #prune(folder: string): Promise<void> {
    await syncDirectory(folder).catch(ignoreNotThere)
    if (folder === this.#directory) return
    try {
      await rmdir(folder)
    } catch (error) {
      if (isNotThere(error) || codeOf(error) === 'ENOTEMPTY') return
      throw error
    }
    await this.#prune(dirname(folder))
  }

  #path(key: string): string {
    checkKey(key)
    return join(this.#directory, key)
  }
}

/** A disk may have room again later, whatever it says now. */
function failed(what: string, cause: unknown): ArchiveError {
  return new ArchiveError(`An object of the archive's directory ${what}.`, { retryHelps: true, cause })
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

function isNotThere(error: unknown): boolean {
  return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR'
}

function ignoreNotThere(error: unknown): void {
  if (!isNotThere(error)) throw error
}
