import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../clock.ts'
import { CloseOnce } from '../close-once.ts'
import { checkTalkId } from '../disk/check-talk-id.ts'
import { syncDirectory } from '../disk/sync-file.ts'
import { bytesOf } from '../disk/unless-gone.ts'
import { RawRecordingWriter } from './raw-recording-writer.ts'
import { RecordingEncoder } from './recording-encoder.ts'
import { RecordingFile } from './recording-file.ts'
import type { RecordingNote } from './recording-note.ts'
import { TalkRecorder } from './talk-recorder.ts'
import { RAW } from './talk-sounds.ts'

export interface RecordingShelfOptions {
  /** Ours alone; made when it is not there. */
  directory: string
  clock: Clock
}

export interface NewRecording {
  talkId: string
  /** When sample 0 is, by the clock's `nowMs`: now, or a little ago. */
  startedAtMs: number
  /** Sound is being lost from now on, ms from the talk's start, for the disk is slow or full. Told once a stretch. */
  onGap: (fromMs: number) => void
  /** Why: for the log. Told once a run of failures. */
  onFailure: (error: unknown) => void
}

/** A finished recording on the shelf, until it is removed. */
export interface ShelvedRecording extends RecordingNote {
  path: string
  bytes: number
}

const FINISHED = '.webm'
const UNFINISHED = '.unfinished'

/**
 * The recordings on this machine: raw while a talk runs, then one stereo file, until it is archived and removed.
 * The app makes it and closes it, after the talks.
 */
export class RecordingShelf {
  readonly #options: RecordingShelfOptions
  readonly #encoder = new RecordingEncoder()
  readonly #recorders = new Map<string, TalkRecorder>()
  readonly #finishing = new Map<string, Promise<ShelvedRecording | undefined>>()
  readonly #closing = new CloseOnce()

  private constructor(options: RecordingShelfOptions) {
    this.#options = options
  }

  /** @throws when the directory cannot be made or read */
  static async open(options: RecordingShelfOptions): Promise<RecordingShelf> {
    await mkdir(options.directory, { recursive: true })
    // What an encoder had begun when the process died; its raw file is still there.
    for (const name of await readdir(options.directory))
      if (name.endsWith(UNFINISHED)) await rm(join(options.directory, name))
    return new RecordingShelf(options)
  }

  /**
   * Begins to record a talk. Never waits for the disk, and never fails for it.
   * @returns a recorder that the caller closes
   * @throws RangeError for an id that is no file name
   */
  record({ talkId, startedAtMs, onGap, onFailure }: NewRecording): TalkRecorder {
    const { clock } = this.#options
    const writer = new RawRecordingWriter({
      path: this.#path(talkId, RAW),
      talkId,
      startedAt: clock.date(),
      clock,
      onFailure,
    })
    const recorder = new TalkRecorder({ writer, startedAtMs, clock, onGap })
    this.#recorders.set(talkId, recorder)
    return recorder
  }

  /** Talks whose recording is here, finished or not: those that ended, and those that a crash of the process ended. */
  async kept(): Promise<string[]> {
    const names = await readdir(this.#options.directory)
    const talkIds = [RAW, FINISHED].flatMap((kind) =>
      names.filter((name) => name.endsWith(kind)).map((name) => name.slice(0, -kind.length)),
    )
    return [...new Set(talkIds)].filter((talkId) => !this.#isRecording(talkId))
  }

  /**
   * Makes the stereo file of a talk that has ended. May be asked again, also over restarts: what is done is found.
   * @returns undefined when nothing of it was recorded
   * @throws when the disk refuses; asking again later makes sense
   */
  finish(talkId: string): Promise<ShelvedRecording | undefined> {
    const begun = this.#finishing.get(talkId)
    if (begun) return begun
    const finishing = this.#finish(talkId).finally(() => this.#finishing.delete(talkId))
    this.#finishing.set(talkId, finishing)
    return finishing
  }

  async #finish(talkId: string): Promise<ShelvedRecording | undefined> {
    const rawPath = this.#path(talkId, RAW)
    await this.#closeRecorder(talkId)
    const done = await this.find(talkId)
    if (done) {
      await this.#removeFile(rawPath)
      return done
    }
    if ((await bytesOf(rawPath)) === undefined) return undefined
    await this.#encoder.encode({ rawPath, path: this.#path(talkId, FINISHED) })
    await this.#removeFile(rawPath)
    return this.find(talkId)
  }

  /** The finished recording of a talk, while it is here. */
  async find(talkId: string): Promise<ShelvedRecording | undefined> {
    const path = this.#path(talkId, FINISHED)
    const bytes = await bytesOf(path)
    if (bytes === undefined) return undefined
    const file = await RecordingFile.open(path)
    file.close()
    return { ...file.note, path, bytes }
  }

  /**
   * Where the sound of a talk that has ended may be, in the order in which to look: it need not be finished for that,
   * and may become so between two looks.
   */
  async pathsOf(talkId: string): Promise<string[]> {
    const [raw, finished] = [this.#path(talkId, RAW), this.#path(talkId, FINISHED)]
    await this.#closeRecorder(talkId)
    return [finished, raw, finished]
  }

  /** Removes all that is here of a talk; one that is being recorded is closed first. */
  async remove(talkId: string): Promise<void> {
    // What is just being made would otherwise come after it is gone.
    await this.#finishing.get(talkId)?.catch(() => {})
    await this.#closeRecorder(talkId)
    for (const kind of [RAW, FINISHED]) await this.#removeFile(this.#path(talkId, kind))
  }

  /** Closes what still records and breaks off what is being encoded: it is there raw at the next start. Idempotent. */
  close(): Promise<void> {
    return this.#closing.run(async () => {
      await Promise.all([...this.#recorders.values()].map((recorder) => recorder.close()))
      await this.#encoder.close()
    })
  }

  async #closeRecorder(talkId: string): Promise<void> {
    await this.#recorders.get(talkId)?.close()
    this.#recorders.delete(talkId)
  }

  #isRecording(talkId: string): boolean {
    const recorder = this.#recorders.get(talkId)
    return recorder !== undefined && !recorder.isClosed
  }

  async #removeFile(path: string): Promise<void> {
    await rm(path, { force: true })
    await syncDirectory(this.#options.directory)
  }

  #path(talkId: string, kind: string): string {
    checkTalkId(talkId)
    return join(this.#options.directory, `${talkId}${kind}`)
  }
}
