import { createWriteStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ByteRange } from '../archive/archive.ts'
import type { SoundFile, TalkArchive } from '../archive/talk-archive.ts'
import { unlessGone } from '../disk/unless-gone.ts'
import type { TalkAudio } from '../feedback/evaluator.ts'
import { RecordingFile } from '../recording/recording-file.ts'
import type { RecordingShelf } from '../recording/recording-shelf.ts'
import { RAW } from '../recording/talk-sounds.ts'
import { holdFile } from './hold-file.ts'
import type { SoundListening } from './sound-listening.ts'
import { contentTypeOf } from './sound-type.ts'
import type { UploadShelf } from './upload-shelf.ts'

/** A talk's recording, for whoever wants to hear it. */
export interface KeptSound {
  bytes: number
  contentType: string
  /** For the caller to read to the end or to destroy. */
  open(range?: ByteRange): Promise<Readable | undefined>
}

export interface TalkSoundOptions {
  shelf: RecordingShelf
  uploads: UploadShelf
  archive: TalkArchive
  listening: SoundListening
  /** For what is held or fetched to be read as a file; the app's, and there, on the disk of the shelves. */
  directory: string
}

/** Where a talk's sound is at the moment: on this server's disk, or in the archive. */
export class TalkSound {
  readonly #options: TalkSoundOptions

  constructor(options: TalkSoundOptions) {
    this.#options = options
  }

  /** undefined while there is none, or none yet. */
  async find(talkId: string): Promise<KeptSound | undefined> {
    const { shelf, uploads } = this.#options
    const local = (await shelf.find(talkId)) ?? (await uploads.find(talkId))
    if (!local) return this.#archived(talkId)
    const { path, bytes } = local
    const contentType = 'contentType' in local ? local.contentType : contentTypeOf('webm')
    return {
      bytes,
      contentType,
      // By now it may have gone to the archive, where the same bytes are.
      open: async (range) => (await readerOf(path, range)) ?? (await this.#archived(talkId))?.open(range),
    }
  }

  async #archived(talkId: string): Promise<KeptSound | undefined> {
    const kept = await this.#options.archive.recording(talkId)
    return (
      kept && {
        bytes: kept.bytes,
        contentType: contentTypeOf(kept.extension),
        open: (range) => kept.open(range),
      }
    )
  }

  /** The file on this server's disk; made first where the talk has only just ended. */
  async finish(talkId: string): Promise<SoundFile | undefined> {
    const { shelf, uploads } = this.#options
    const recording = await shelf.finish(talkId)
    if (recording) return { path: recording.path, extension: 'webm', contentType: contentTypeOf('webm') }
    return uploads.find(talkId)
  }

  /** The archive has it: the copy on this disk is not needed any more. */
  async dropLocal(talkId: string): Promise<void> {
    await this.#options.shelf.remove(talkId)
    await this.#options.uploads.remove(talkId)
  }

  /** What there is to hear of a talk, for as long as the caller holds it; undefined when there is nothing here. */
  async openForCoach(talkId: string): Promise<({ audio: TalkAudio } & AsyncDisposable) | undefined> {
    await using opening = new AsyncDisposableStack()
    // Whatever becomes of the files meanwhile: a talk is archived and removed from this disk while the coach reads it.
    const directory = await mkdtemp(join(this.#options.directory, 'heard-'))
    opening.defer(() => rm(directory, { recursive: true, force: true }))
    const held = (await this.#hold(talkId, directory)) ?? (await this.#fetch(talkId, directory))
    if (!held) return undefined
    const audio = await this.#audioIn(held)
    const owned = opening.move()
    return { audio, [Symbol.asyncDispose]: () => owned.disposeAsync() }
  }

  async #hold(talkId: string, directory: string): Promise<string | undefined> {
    const { shelf, uploads } = this.#options
    for (const path of await shelf.pathsOf(talkId)) {
      const held = await holdFile(path, directory)
      if (held !== undefined) return held
    }
    const upload = await uploads.find(talkId)
    return upload && holdFile(upload.path, directory)
  }

  async #fetch(talkId: string, directory: string): Promise<string | undefined> {
    const kept = await this.#options.archive.recording(talkId)
    const stream = await kept?.open()
    if (!kept || !stream) return undefined
    const path = join(directory, `sound.${kept.extension}`)
    await pipeline(stream, createWriteStream(path))
    return path
  }

  /** A recording of ours has each side by itself; a posted one is whatever it is. */
  async #audioIn(path: string): Promise<TalkAudio> {
    const { listening } = this.#options
    if (!(await isOurs(path))) return { kind: 'mixed', path, type: contentTypeOf(extname(path).slice(1)) }
    return {
      kind: 'speakers',
      sounds: {
        hear: (signal) => listening.hear(path, signal),
        writeWavs: (directory, signal) => listening.writeWavs(path, directory, signal),
      },
    }
  }
}

async function isOurs(path: string): Promise<boolean> {
  const extension = extname(path)
  if (extension === RAW) return true
  if (extension !== '.webm') return false
  const file = await RecordingFile.open(path).catch(() => undefined) // somebody else's WebM
  file?.close()
  return file !== undefined
}

/** undefined when the file is not there (any more). */
async function readerOf(path: string, range: ByteRange | undefined): Promise<Readable | undefined> {
  const file = await unlessGone(open(path, 'r'))
  return file?.createReadStream(range)
}
