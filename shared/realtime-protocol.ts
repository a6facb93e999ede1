import { z } from 'zod'
import { MAX_TEXT_CHARS } from './limits.ts'

/**
 * The WebSocket way of a talk, for where WebRTC cannot work: binary frames are PCM (16 kHz mono s16le to the
 * server, 24 kHz from it), text frames are JSON: these from the client, and talk events from the server.
 */
export const LIVE_TALK_V1 = 'live-talk.v1'

export const liveTalkV1Message = z.discriminatedUnion('type', [
  z.object({ type: z.literal('say'), text: z.string().trim().min(1).max(MAX_TEXT_CHARS) }),
  z.object({ type: z.literal('end') }),
])
export type LiveTalkV1Message = z.infer<typeof liveTalkV1Message>

/** A second of sound: what comes in real time comes in pieces of a tenth of that. */
export const MAX_PCM_BYTES = 32_000
