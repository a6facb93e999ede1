import { type FileHandle, open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import type { Role } from '../../shared/turn.ts'
import { pcmFromBytes } from '../audio/pcm.ts'
import {
  BLOCK_HEADER_BYTES,
  type BlockHeader,
  PREAMBLE_BYTES,
  parseBlockHeader,
  RAW_MAGIC,
  rawEnd,
  rawPreamble,
} from './raw-format.ts'
import { channelRateHz, type TimeSpan } from './recording-channel.ts'

interface IndexedBlock extends BlockHeader {
  /** Of the content within the file. */
  offset: number
  samples: number
}

interface RawIndex {
  talkId: string
  startedAt: Date
  blocks: Record<Role, IndexedBlock[]>
  end: { durationMs: number; missing: TimeSpan[] } | undefined
}

const MAX_PREAMBLE_BYTES = 65_536

/**
 * A recording as it was written while the talk ran, or what a crash left of it: sound of either side at any time
 * of the talk, with silence where there is none. Holds an index alone: some 200 bytes a second of the talk. The opener closes it.
 */
export class RawRecording {
  readonly #file: FileHandle
  readonly #index: RawIndex
  /** The last block that was read of each side: the next read is nearly always within it. */
  readonly #recent: Partial<Record<Role, { block: IndexedBlock; samples: Int16Array }>> = {}

  private constructor(file: FileHandle, index: RawIndex) {
    this.#file = file
    this.#index = index
  }

  /**
   * Opens a file that was cut at any byte.
   * @returns undefined when not even its preamble is whole: nothing was recorded yet
   * @throws when it cannot be read
   */
  static async open(path: string): Promise<RawRecording | undefined> {
    const file = await open(path, 'r')
    try {
      const index = await readIndex(file)
      if (index) return new RawRecording(file, index)
    } catch (error) {
      await file.close()
      throw error
    }
    await file.close()
    return undefined
  }

  get talkId(): string {
    return this.#index.talkId
  }

  /** When sample 0 was. */
  get startedAt(): Date {
    return this.#index.startedAt
  }

  /** Whether it was ended, and not cut off by a crash. */
  get isWhole(): boolean {
    return this.#index.end !== undefined
  }

  /** Of a recording that was cut off: until the last sound of either side. */
  get durationMs(): number {
    const { end, blocks } = this.#index
    if (end) return end.durationMs
    const lastMs = Object.values(blocks)
      .flat()
      .map(({ channel, position, samples }) => ((position + samples) / channelRateHz[channel]) * 1000)
    return Math.ceil(lastMs.reduce((latest, each) => Math.max(latest, each), 0))
  }

  /** Where sound was lost while the talk ran. */
  get missing(): readonly TimeSpan[] {
    return this.#index.end?.missing ?? []
  }

  /**
   * Samples of one side at its own rate (`channelRateHz`), from a position on. What is not there, is broken or lies
   * before the beginning or behind the end is silence.
   */
  async read(channel: Role, position: number, count: number): Promise<Int16Array> {
    const sound = new Int16Array(count)
    const blocks = this.#index.blocks[channel]
    const last = position + count
    for (let at = firstEndingAfter(blocks, position); at < blocks.length; at++) {
      const block = blocks[at]
      if (!block || block.position >= last) break
      const samples = await this.#content(block)
      const from = Math.max(position, block.position)
      const to = Math.min(last, block.position + block.samples)
      sound.set(samples.subarray(from - block.position, to - block.position), from - position)
    }
    return sound
  }

  /** Idempotent. */
  async close(): Promise<void> {
    await this.#file.close()
  }

  async #content(block: IndexedBlock): Promise<Int16Array> {
    const recent = this.#recent[block.channel]
    if (recent?.block === block) return recent.samples
    const bytes = await readAt(this.#file, block.offset, block.contentBytes)
    const isGood = bytes.length === block.contentBytes && crc32(bytes) === block.contentCrc
    const samples = isGood ? pcmFromBytes(bytes) : new Int16Array(block.samples)
    this.#recent[block.channel] = { block, samples }
    return samples
  }
}

async function readIndex(file: FileHandle): Promise<RawIndex | undefined> {
  const lead = await readAt(file, 0, PREAMBLE_BYTES)
  if (lead.length < PREAMBLE_BYTES || !lead.subarray(0, RAW_MAGIC.length).equals(RAW_MAGIC)) return undefined
  const length = lead.readUInt32LE(8)
  if (length > MAX_PREAMBLE_BYTES) return undefined
  const json = await readAt(file, PREAMBLE_BYTES, length)
  if (json.length < length || crc32(json) !== lead.readUInt32LE(12)) return undefined
  const { talkId, startedAt } = rawPreamble.parse(JSON.parse(json.toString()))
  const index: RawIndex = {
    talkId,
    startedAt: new Date(startedAt),
    blocks: { user: [], partner: [] },
    end: undefined,
  }
  await readBlocks(file, PREAMBLE_BYTES + length, index)
  for (const blocks of Object.values(index.blocks)) blocks.sort((one, other) => one.position - other.position)
  return index
}

/** Reads headers until the end, or until what a crash left there. */
async function readBlocks(file: FileHandle, from: number, index: RawIndex): Promise<void> {
  const { size } = await file.stat()
  for (let at = from; ; ) {
    const header = parseBlockHeader(await readAt(file, at, BLOCK_HEADER_BYTES))
    const offset = at + BLOCK_HEADER_BYTES
    if (!header || offset + header.contentBytes > size) return
    if (header.kind === 'end') {
      const content = await readAt(file, offset, header.contentBytes)
      if (crc32(content) === header.contentCrc) index.end = rawEnd.parse(JSON.parse(content.toString()))
      return
    }
    index.blocks[header.channel].push({
      ...header,
      offset,
      samples: header.contentBytes / Int16Array.BYTES_PER_ELEMENT,
    })
    at = offset + header.contentBytes
  }
}

/** @returns fewer bytes than asked for only at the end of the file */
async function readAt(file: FileHandle, position: number, count: number): Promise<Buffer> {
  const bytes = Buffer.alloc(count)
  let filled = 0
  while (filled < count) {
    const { bytesRead } = await file.read(bytes, filled, count - filled, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return bytes.subarray(0, filled)
}

/** The blocks of one side lie in order and do not overlap. */
function firstEndingAfter(blocks: readonly IndexedBlock[], position: number): number {
  let low = 0
  for (let high = blocks.length; low < high; ) {
    const middle = (low + high) >> 1
    const block = blocks[middle]
    if (block && block.position + block.samples > position) high = middle
    else low = middle + 1
  }
  return low
}
