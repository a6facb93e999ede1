import { createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileTypeFromFile } from 'file-type'
import { checkTalkId } from '../disk/check-talk-id.ts'
import { syncDirectory } from '../disk/sync-file.ts'
import { bytesOf } from '../disk/unless-gone.ts'
import { TalkError } from '../errors.ts'
import { contentTypeOf, type SoundExtension, soundExtensions } from './sound-type.ts'
import { writtenOrRefused } from './storage-fault.ts'

/** Sound that somebody posted, whole and safe on this machine's disk. */
export interface Upload {
  path: string
  bytes: number
  contentType: string
  extension: SoundExtension
}

/** By what the bytes are (`file-type`), not by what the client calls them. */
const extensionOf: Readonly<Record<string, SoundExtension>> = {
  wav: 'wav',
  webm: 'webm',
  mkv: 'webm',
  ogg: 'ogg',
  opus: 'ogg',
  oga: 'ogg',
  mp3: 'mp3',
  flac: 'flac',
  m4a: 'm4a',
  mp4: 'm4a',
}

const UNFINISHED = '.part'

/** An upload that is not of a talk yet. The receiver keeps it or drops it. */
export interface ReceivedUpload extends AsyncDisposable {
  readonly extension: SoundExtension
  /**
   * Resolves when it is safe under this talk's id.
   * @throws TalkError storageUnavailable
   */
  keepFor(talkId: string): Promise<Upload>
  /** Removes it again: the talk could not be kept. */
  takeBackFrom(talkId: string): Promise<void>
}

/**
 * Sound that was posted, until the archive has it. A file appears under its talk's id when it is whole; what broke off
 * is gone, at the latest at the next start.
 */
export class UploadShelf {
  readonly #directory: string
  #count = 0

  private constructor(directory: string) {
    this.#directory = directory
  }

  static async open({ directory }: { directory: string }): Promise<UploadShelf> {
    await mkdir(directory, { recursive: true })
    for (const name of await readdir(directory))
      if (name.endsWith(UNFINISHED)) await rm(join(directory, name), { force: true })
    return new UploadShelf(directory)
  }

  /**
   * Takes an upload to its end. It never has the name of another.
   * @param isCut whether the stream ended because it was too long; asked after its end
   * @throws TalkError tooLarge, unsupportedType, badInput when it is empty, storageUnavailable; the stream's own error
   */
  async receive(stream: Readable, { isCut }: { isCut: () => boolean }): Promise<ReceivedUpload> {
    this.#count++
    const path = join(this.#directory, `${process.pid}-${this.#count}${UNFINISHED}`)
    await using received = new AsyncDisposableStack()
    received.defer(() => rm(path, { force: true }))
    await writtenOrRefused(pipeline(stream, createWriteStream(path)))
    if (isCut()) throw new TalkError('tooLarge', 'The recording is longer than 100 MB.')
    if ((await stat(path)).size === 0) throw new TalkError('badInput', 'The recording is empty.')
    const extension = extensionOf[(await fileTypeFromFile(path))?.ext ?? '']
    if (!extension) {
      throw new TalkError(
        'unsupportedType',
        'The recording is none that can be read. Send WAV, WebM, Ogg, MP3, FLAC or M4A.',
      )
    }
    const owned = received.move()
    return {
      extension,
      keepFor: (talkId) => writtenOrRefused(this.#keep(path, talkId, extension)),
      takeBackFrom: (talkId) => this.remove(talkId),
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    }
  }

  /** The upload of a talk, while it is here. */
  async find(talkId: string): Promise<Upload | undefined> {
    for (const extension of soundExtensions) {
      const path = this.#path(talkId, extension)
      const bytes = await bytesOf(path)
      if (bytes !== undefined) return { path, bytes, extension, contentType: contentTypeOf(extension) }
    }
    return undefined
  }

  /** Talks whose upload is still here. */
  async kept(): Promise<string[]> {
    const names = await readdir(this.#directory)
    return names.filter((name) => !name.endsWith(UNFINISHED)).map((name) => name.replace(/\..*$/, ''))
  }

  async remove(talkId: string): Promise<void> {
    const upload = await this.find(talkId)
    if (upload) await rm(upload.path, { force: true })
  }

  async #keep(from: string, talkId: string, extension: SoundExtension): Promise<Upload> {
    const path = this.#path(talkId, extension)
    const file = await open(from, 'r')
    await using _closing = { [Symbol.asyncDispose]: () => file.close() }
    await file.sync()
    const { size: bytes } = await file.stat()
    await rename(from, path)
    await syncDirectory(this.#directory)
    return { path, bytes, extension, contentType: contentTypeOf(extension) }
  }

  #path(talkId: string, extension: SoundExtension): string {
    checkTalkId(talkId)
    return join(this.#directory, `${talkId}.${extension}`)
  }
}
