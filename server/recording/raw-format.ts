import { crc32 } from 'node:zlib'
import { z } from 'zod'
import type { Role } from '../../shared/turn.ts'
import { channelRateHz, recordingChannels } from './recording-channel.ts'

/**
 * How a running recording lies on the disk: a preamble, then blocks, each with a header of 24 bytes and its
 * content, all little-endian. A block says where on the talk's clock its samples belong, so that silence need not
 * be written and the order of the blocks does not matter. The last one, `end`, is there only when the talk ended
 * well. Any beginning of such a file is a recording too: what was cut off is missing, nothing else.
 *
 * Preamble: `LTREC1\r\n`, length of the JSON (u32), its CRC-32 (u32), the JSON (`rawPreamble`).
 * Block: `BLCK`, kind (u8), channel (u8), 0 (u16), position in samples (u32), length of the content in bytes
 * (u32), CRC-32 of the content (u32), CRC-32 of the 20 bytes before (u32), the content.
 */
export const RAW_MAGIC = Buffer.from('LTREC1\r\n', 'latin1')
/** Magic, length and CRC, before the JSON. */
export const PREAMBLE_BYTES = 16
export const BLOCK_HEADER_BYTES = 24
const BLOCK_MAGIC = 0x4b434c42
const HEADER_CRC_OFFSET = 20
/** Far beyond what is ever written; a length above it is not one. */
const MAX_CONTENT_BYTES = 1_048_576

const kinds = ['sound', 'end'] as const

export const rawPreamble = z.object({
  format: z.literal('live-talk-recording/1'),
  talkId: z.string(),
  /** When sample 0 was. */
  startedAt: z.iso.datetime(),
  channels: z.array(z.object({ role: z.enum(recordingChannels), rateHz: z.int() })),
})

/** The content of the last block. */
export const rawEnd = z.object({
  durationMs: z.number(),
  /** Where sound was lost, for the disk was slow or full. */
  missing: z.array(z.object({ fromMs: z.number(), toMs: z.number() })),
})

export interface BlockHeader {
  kind: (typeof kinds)[number]
  channel: Role
  /** Of the first sample, from the talk's start, at the channel's rate: enough for two days. */
  position: number
  contentBytes: number
  contentCrc: number
}

export function formatPreamble(talkId: string, startedAt: Date): Buffer {
  const preamble: z.input<typeof rawPreamble> = {
    format: 'live-talk-recording/1',
    talkId,
    startedAt: startedAt.toISOString(),
    channels: recordingChannels.map((role) => ({ role, rateHz: channelRateHz[role] })),
  }
  const json = Buffer.from(JSON.stringify(preamble))
  const lead = Buffer.alloc(PREAMBLE_BYTES)
  RAW_MAGIC.copy(lead)
  lead.writeUInt32LE(json.length, 8)
  lead.writeUInt32LE(crc32(json), 12)
  return Buffer.concat([lead, json])
}

/** Fills in the header of the content that stands behind it in `block`. */
export function sealBlock(block: Buffer, header: Omit<BlockHeader, 'contentCrc'>): void {
  const content = block.subarray(BLOCK_HEADER_BYTES, BLOCK_HEADER_BYTES + header.contentBytes)
  block.writeUInt32LE(BLOCK_MAGIC, 0)
  block.writeUInt8(kinds.indexOf(header.kind), 4)
  block.writeUInt8(recordingChannels.indexOf(header.channel), 5)
  block.writeUInt16LE(0, 6)
  block.writeUInt32LE(header.position, 8)
  block.writeUInt32LE(header.contentBytes, 12)
  block.writeUInt32LE(crc32(content), 16)
  block.writeUInt32LE(crc32(block.subarray(0, HEADER_CRC_OFFSET)), HEADER_CRC_OFFSET)
}

/** @returns undefined for bytes that are no header, as when the file was cut or never written through */
export function parseBlockHeader(bytes: Buffer): BlockHeader | undefined {
  if (bytes.length < BLOCK_HEADER_BYTES || bytes.readUInt32LE(0) !== BLOCK_MAGIC) return undefined
  if (crc32(bytes.subarray(0, HEADER_CRC_OFFSET)) !== bytes.readUInt32LE(HEADER_CRC_OFFSET)) return undefined
  const kind = kinds[bytes.readUInt8(4)]
  const channel = recordingChannels[bytes.readUInt8(5)]
  const contentBytes = bytes.readUInt32LE(12)
  if (!kind || !channel || contentBytes > MAX_CONTENT_BYTES) return undefined
  return {
    kind,
    channel,
    position: bytes.readUInt32LE(8),
    contentBytes,
    contentCrc: bytes.readUInt32LE(16),
  }
}
