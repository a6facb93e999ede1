import { z } from 'zod'
import { MAX_TEXT_CHARS } from '../../../../shared/limits.ts'
import { TalkError } from '../../../errors.ts'
import { readProtoJson } from '../../../live/proto-json.ts'
import { parsed } from '../../parsed.ts'
import { pcmRateHz } from './pcm-rate.ts'

/** What a frame of a legacy client asks for, in the order in which it says so. */
export type ClientInput =
  /** Mono s16le, which may end in the middle of a sample. */
  | { type: 'audio'; bytes: Uint8Array; sampleRateHz: number }
  | { type: 'audioStreamEnd' }
  /** A typed line; more of it follows unless it is complete. */
  | { type: 'text'; text: string; complete: boolean }
  /** The client wants to set the talk up itself, which it may not. */
  | { type: 'setup' }

/** A microphone fills one or two while a frame is made; each may have another rate, which costs a new resampler. */
const MAX_CHUNKS = 16

const blob = z.strictObject({
  mimeType: z.string().max(100),
  data: z.string(),
  displayName: z.string().optional(),
})

const text = z.string().max(MAX_TEXT_CHARS)

const realtimeInput = z.strictObject({
  /** What the Flask page sends, deprecated by the Live API in favour of `audio`. */
  mediaChunks: z.array(blob).max(MAX_CHUNKS).optional(),
  audio: blob.optional(),
  text: text.optional(),
  audioStreamEnd: z.boolean().optional(),
})

const content = z.strictObject({
  role: z.string().optional(),
  parts: z.array(z.strictObject({ text })).max(100).optional(),
})

const clientContent = z.strictObject({
  turns: z.array(content).max(100).optional(),
  turnComplete: z.boolean().optional(),
})

/** `BidiGenerateContentClientMessage` of the Live API: exactly one of its fields. */
const clientMessage = z.strictObject({
  setup: z.unknown().optional(),
  realtimeInput: realtimeInput.optional(),
  clientContent: clientContent.optional(),
  toolResponse: z.looseObject({}).optional(),
})

/**
 * Reads a frame in the Live API's form, text or binary, its names in snake_case or camelCase.
 * @throws TalkError badInput when it is none, or asks for what this server does not do
 */
export function readClientFrame(bytes: Uint8Array): ClientInput[] {
  const json = readProtoJson(bytes)
  if (!json.ok) throw new TalkError('badInput', json.close.reason)
  const { setup, realtimeInput, clientContent, toolResponse } = parsed(clientMessage, json.value)
  const given = [setup, realtimeInput, clientContent, toolResponse].filter((field) => field !== undefined)
  if (given.length !== 1) {
    throw new TalkError('badInput', 'A frame holds one of realtimeInput, clientContent and toolResponse.')
  }
  if (setup !== undefined) return [{ type: 'setup' }]
  if (realtimeInput) return realtimeInputs(realtimeInput)
  if (clientContent) return typedLine(clientContent)
  throw new TalkError('badInput', 'No tool was called: the server answers the partner’s calls itself.')
}

function realtimeInputs(input: z.infer<typeof realtimeInput>): ClientInput[] {
  const chunks = [...(input.mediaChunks ?? []), ...(input.audio ? [input.audio] : [])]
  return [
    ...chunks.map(audioOf),
    ...(input.text ? [{ type: 'text', text: input.text, complete: true } as const] : []),
    ...(input.audioStreamEnd ? [{ type: 'audioStreamEnd' } as const] : []),
  ]
}

function audioOf({ mimeType, data }: z.infer<typeof blob>): ClientInput {
  const sampleRateHz = pcmRateHz(mimeType)
  if (sampleRateHz === undefined) {
    throw new TalkError('badInput', 'Sound is audio/pcm, with a rate of 8,000 to 48,000 Hz.')
  }
  return { type: 'audio', bytes: Buffer.from(data, 'base64'), sampleRateHz }
}

/** What the user says of it: the partner's lines are the partner's own affair. */
function typedLine({ turns = [], turnComplete = false }: z.infer<typeof clientContent>): ClientInput[] {
  const words = turns
    .filter(({ role = 'user' }) => role === 'user')
    .flatMap(({ parts = [] }) => parts.map((part) => part.text))
  return [{ type: 'text', text: words.join('\n'), complete: turnComplete }]
}
