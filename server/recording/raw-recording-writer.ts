import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { z } from 'zod'
import type { Clock } from '../clock.ts'
import { CloseOnce } from '../close-once.ts'
import { syncDirectory } from '../disk/sync-file.ts'
import { BLOCK_HEADER_BYTES, formatPreamble, type rawEnd, sealBlock } from './raw-format.ts'
import { SoundBlock } from './sound-block.ts'

/** Two sides fill two blocks a second: these bridge a disk that stands still for ten seconds, with 1.1 MB. */
const MAX_BLOCKS = 22
/** With the second that a block takes, a loss of power costs less than 5 s. */
const SYNC_EVERY_MS = 3_000

export interface RawRecordingWriterOptions {
  path: string
  talkId: string
  /** When sample 0 is. */
  startedAt: Date
  clock: Clock
  /** The disk refused. Told once for each run of failures; what could not be written is tried again. */
  onFailure: (error: unknown) => void
}

/**
 * Writes one talk's blocks to its file, in the background: no caller ever waits for the disk. Its memory is a
 * fixed number of blocks. When all of them wait to be written there is none to fill: the newest sound is dropped,
 * since what waits is older and without holes. After a failure the same bytes go to the same place at the next try.
 */
export class RawRecordingWriter {
  readonly #options: RawRecordingWriterOptions
  readonly #free: SoundBlock[] = []
  #madeBlocks = 0
  readonly #waiting: SoundBlock[] = []
  #file: FileHandle | undefined
  /** How much of the file is good. */
  #bytes = 0
  #syncedAtMs: number
  #writing: Promise<void> | undefined
  #failing = false
  readonly #closing = new CloseOnce()

  constructor(options: RawRecordingWriterOptions) {
    this.#options = options
    this.#syncedAtMs = options.clock.nowMs()
    void this.flush()
  }

  /** An empty block to fill, given back by `write`; undefined when the disk is too far behind. */
  takeBlock(): SoundBlock | undefined {
    const block = this.#free.pop()
    if (block || this.#madeBlocks === MAX_BLOCKS) return block
    this.#madeBlocks++
    return new SoundBlock()
  }

  /** Queues a block. */
  write(block: SoundBlock): void {
    this.#waiting.push(block)
    // A disk that fails is tried again by `flush` alone, which comes once a second.
    if (!this.#failing) void this.flush()
  }

  /** Tries to write all that waits. Never rejects; resolves when it is written, or the disk has refused. */
  flush(): Promise<void> {
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined
    })
    return this.#writing
  }

  /**
   * Writes the rest and the end. Idempotent, and never rejects.
   * @returns the blocks that the disk did not take
   */
  async close(end: z.input<typeof rawEnd>): Promise<readonly SoundBlock[]> {
    await this.#closing.run(() => this.#close(end))
    return this.#waiting
  }

  async #close(end: z.input<typeof rawEnd>): Promise<void> {
    // What is being written may have begun before the last blocks came.
    await this.#writing
    await this.flush()
    if (!this.#failing) await this.#attempt((file) => this.#writeEnd(file, end))
    await this.#file?.close().catch(this.#options.onFailure)
  }

  async #writeEnd(file: FileHandle, end: z.input<typeof rawEnd>): Promise<void> {
    const content = Buffer.from(JSON.stringify(end))
    const block = Buffer.concat([Buffer.alloc(BLOCK_HEADER_BYTES), content])
    sealBlock(block, { kind: 'end', channel: 'user', position: 0, contentBytes: content.length })
    await this.#writeAt(file, [block])
    await file.truncate(this.#bytes)
    await file.sync()
  }

  async #writeAll(): Promise<void> {
    await this.#attempt(async (file) => {
      while (this.#waiting.length > 0) {
        const batch = [...this.#waiting]
        await this.#writeAt(
          file,
          batch.map((block) => block.sealed()),
        )
        this.#waiting.splice(0, batch.length)
        this.#free.push(...batch)
        await this.#syncWhenDue(file)
      }
    })
  }

  async #attempt(write: (file: FileHandle) => Promise<void>): Promise<void> {
    try {
      await write(await this.#opened())
      this.#failing = false
    } catch (error) {
      if (!this.#failing) this.#options.onFailure(error)
      this.#failing = true
    }
  }

  async #opened(): Promise<FileHandle> {
    const { path, talkId, startedAt } = this.#options
    // Never an existing file: another talk's sound is not to be overwritten.
    this.#file ??= await open(path, 'wx')
    if (this.#bytes === 0) {
      await this.#writeAt(this.#file, [formatPreamble(talkId, startedAt)])
      await this.#file.datasync()
      await syncDirectory(dirname(path))
    }
    return this.#file
  }

  async #writeAt(file: FileHandle, buffers: Buffer[]): Promise<void> {
    const wanted = buffers.reduce((sum, buffer) => sum + buffer.length, 0)
    const { bytesWritten } = await file.writev(buffers, this.#bytes)
    if (bytesWritten !== wanted) throw new Error(`The disk took ${bytesWritten} of ${wanted} bytes.`)
    this.#bytes += bytesWritten
  }

  async #syncWhenDue(file: FileHandle): Promise<void> {
    const nowMs = this.#options.clock.nowMs()
    if (nowMs - this.#syncedAtMs < SYNC_EVERY_MS) return
    await file.datasync()
    this.#syncedAtMs = nowMs
  }
}
