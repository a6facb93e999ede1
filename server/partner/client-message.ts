import { z } from 'zod'
import { invalidArgument, type LiveClose } from '../live/live-close.ts'
import { readProtoJson, wrongShape } from '../live/proto-json.ts'
import { content, setup } from './setup-message.ts'

const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/

/** `Blob`. protobuf's JSON form takes both alphabets of base64, padded or not, and so does Buffer. */
const blob = z.strictObject({
  mimeType: z.string(),
  data: z
    .string()
    .regex(BASE64)
    .transform((text) => Buffer.from(text, 'base64')),
  displayName: z.string().optional(),
})
export type Blob = z.infer<typeof blob>

const nothing = z.strictObject({})

const realtimeInput = z.strictObject({
  audio: blob.optional(),
  /** Deprecated by `audio` and `video`, still sent by older clients. */
  mediaChunks: z.array(blob).optional(),
  video: blob.optional(),
  text: z.string().optional(),
  audioStreamEnd: z.boolean().optional(),
  activityStart: nothing.optional(),
  activityEnd: nothing.optional(),
})
export type RealtimeInput = z.infer<typeof realtimeInput>

const clientContent = z.strictObject({
  turns: z.array(content).optional(),
  turnComplete: z.boolean().optional(),
})
export type ClientContent = z.infer<typeof clientContent>

const toolResponse = z.strictObject({
  functionResponses: z.array(z.looseObject({ id: z.string().optional() })).optional(),
})
export type ToolResponse = z.infer<typeof toolResponse>

const contextUpdate = z.strictObject({ systemInstruction: content.optional(), tools: z.unknown().optional() })

/** `BidiGenerateContentClientMessage`: one field at a time is set. */
const frame = z.strictObject({
  setup: setup.optional(),
  clientContent: clientContent.optional(),
  realtimeInput: realtimeInput.optional(),
  toolResponse: toolResponse.optional(),
  contextUpdate: contextUpdate.optional(),
})
export type ClientMessage = z.infer<typeof frame>

export type ClientFrame = { ok: true; message: ClientMessage } | { ok: false; close: LiveClose }

/** Reads one frame of a client's, text or binary: both hold the same JSON. */
export function readClientFrame(bytes: Uint8Array): ClientFrame {
  const json = readProtoJson(bytes)
  if (!json.ok) return json
  const parsed = frame.safeParse(json.value)
  if (!parsed.success) return { ok: false, close: wrongShape(parsed.error) }
  const fields = Object.keys(parsed.data)
  if (fields.length === 0) return { ok: false, close: invalidArgument }
  if (fields.length > 1) {
    const reason = `Invalid value (oneof), oneof field 'message_type' is already set. Cannot set '${fields[1]}'`
    return { ok: false, close: { code: 1007, reason } }
  }
  return { ok: true, message: parsed.data }
}

/** PCM as the Live API takes it. */
export interface PcmFormat {
  sampleRateHz: number
}

/** The rate when the type names none. */
const DEFAULT_RATE_HZ = 16_000
/** Telephony's rate to the highest that Opus knows. */
const MIN_RATE_HZ = 8_000
const MAX_RATE_HZ = 48_000

/** Reads `audio/pcm;rate=16000`; undefined for any other kind of sound. */
export function pcmFormat(mimeType: string): PcmFormat | undefined {
  const [type, ...parameters] = mimeType.toLowerCase().split(';')
  if (type?.trim() !== 'audio/pcm') return undefined
  const rate = parameters
    .map((parameter) => /^\s*rate\s*=\s*(\d{1,6})\s*$/.exec(parameter)?.[1])
    .find(Boolean)
  const sampleRateHz = rate === undefined ? DEFAULT_RATE_HZ : Number(rate)
  const isKnown = sampleRateHz >= MIN_RATE_HZ && sampleRateHz <= MAX_RATE_HZ
  // 20 ms must be a whole number of samples: so they are at every rate in use but 11,025 Hz.
  return isKnown && sampleRateHz % 50 === 0 ? { sampleRateHz } : undefined
}
