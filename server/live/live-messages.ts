import { z } from 'zod'
import { OUTBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import type { TokenUsage } from '../../shared/token-usage.ts'
import { pcmFromBase64 } from '../audio/pcm.ts'
import type { LiveEvent } from './live-model.ts'

/**
 * A server frame of the Live API (BidiGenerateContentServerMessage), as much of it as is used. Several
 * top-level keys may share a frame, and what is not listed is let through unread: Google adds fields.
 */
const transcription = z.object({ text: z.string().optional() })
const tokenDetails = z
  .array(z.object({ modality: z.string().optional(), tokenCount: z.int().optional() }))
  .optional()
const usageMetadata = z.object({
  promptTokenCount: z.int().optional(),
  responseTokenCount: z.int().optional(),
  totalTokenCount: z.int().optional(),
  thoughtsTokenCount: z.int().optional(),
  promptTokensDetails: tokenDetails,
  responseTokensDetails: tokenDetails,
})
const serverMessage = z.object({
  serverContent: z
    .object({
      modelTurn: z
        .object({
          parts: z
            .array(
              z.object({
                inlineData: z
                  .object({ mimeType: z.string().optional(), data: z.string().optional() })
                  .optional(),
              }),
            )
            .optional(),
        })
        .optional(),
      inputTranscription: transcription.optional(),
      outputTranscription: transcription.optional(),
      interrupted: z.boolean().optional(),
      generationComplete: z.boolean().optional(),
      turnComplete: z.boolean().optional(),
      turnCompleteReason: z.string().optional(),
    })
    .optional(),
  toolCall: z
    .object({
      functionCalls: z
        .array(
          z.object({
            id: z.string().optional(),
            name: z.string(),
            args: z.record(z.string(), z.unknown()).optional(),
          }),
        )
        .optional(),
    })
    .optional(),
  toolCallCancellation: z.object({ ids: z.array(z.string()).optional() }).optional(),
  goAway: z.object({ timeLeft: z.string().optional() }).optional(),
  sessionResumptionUpdate: z
    .object({ newHandle: z.string().optional(), resumable: z.boolean().optional() })
    .optional(),
  usageMetadata: usageMetadata.optional(),
})
type ServerMessage = z.infer<typeof serverMessage>

/**
 * One frame as events, in the order in which they are to be acted upon: content first, then what ends it.
 * A frame that does not fit the API's shape gives null.
 */
export function liveEvents(message: unknown): LiveEvent[] | null {
  const parsed = serverMessage.safeParse(message)
  if (!parsed.success) return null
  return [
    ...contentEvents(parsed.data.serverContent),
    ...toolEvents(parsed.data),
    ...connectionEvents(parsed.data),
  ]
}

function contentEvents(content: ServerMessage['serverContent']): LiveEvent[] {
  if (!content) return []
  const events: LiveEvent[] = []
  if (content.inputTranscription?.text) {
    events.push({ type: 'inputTranscript', text: content.inputTranscription.text })
  }
  if (content.outputTranscription?.text) {
    events.push({ type: 'outputTranscript', text: content.outputTranscription.text })
  }
  // A text part on a native-audio model is reasoning, not speech: what is said comes as a transcription.
  for (const { inlineData } of content.modelTurn?.parts ?? []) {
    if (inlineData?.data && inlineData.mimeType?.startsWith('audio/')) {
      const pcm = pcmFromBase64(inlineData.data)
      events.push({ type: 'audio', pcm, sampleRateHz: sampleRateOf(inlineData.mimeType) })
    }
  }
  if (content.interrupted) events.push({ type: 'interrupted' })
  if (content.generationComplete) events.push({ type: 'generationComplete' })
  if (content.turnComplete) {
    const reason = content.turnCompleteReason
    events.push({ type: 'turnComplete', ...(reason === undefined ? {} : { reason }) })
  }
  return events
}

function toolEvents({ toolCall, toolCallCancellation }: ServerMessage): LiveEvent[] {
  const events: LiveEvent[] = []
  const calls = (toolCall?.functionCalls ?? []).map(({ id = '', name, args = {} }) => ({ id, name, args }))
  if (calls.length > 0) events.push({ type: 'toolCall', calls })
  if (toolCallCancellation?.ids) events.push({ type: 'toolCallCancelled', ids: toolCallCancellation.ids })
  return events
}

function connectionEvents({ goAway, sessionResumptionUpdate, usageMetadata }: ServerMessage): LiveEvent[] {
  const events: LiveEvent[] = []
  if (usageMetadata) events.push({ type: 'usage', usage: tokenUsageOf(usageMetadata) })
  if (sessionResumptionUpdate) {
    events.push({
      type: 'resumption',
      handle: sessionResumptionUpdate.newHandle || undefined,
      resumable: sessionResumptionUpdate.resumable ?? false,
    })
  }
  if (goAway) events.push({ type: 'goAway', timeLeftMs: durationMs(goAway.timeLeft) })
  return events
}

function tokenUsageOf(metadata: z.infer<typeof usageMetadata>): TokenUsage {
  const prompt = byModality(metadata.promptTokensDetails)
  const response = byModality(metadata.responseTokensDetails)
  const { thoughtsTokenCount } = metadata
  return {
    promptTokens: metadata.promptTokenCount ?? 0,
    responseTokens: metadata.responseTokenCount ?? 0,
    totalTokens: metadata.totalTokenCount ?? 0,
    ...(thoughtsTokenCount === undefined ? {} : { thoughtsTokens: thoughtsTokenCount }),
    ...(prompt === undefined ? {} : { promptByModality: prompt }),
    ...(response === undefined ? {} : { responseByModality: response }),
  }
}

function byModality(details: z.infer<typeof tokenDetails>): Record<string, number> | undefined {
  const counts = (details ?? []).flatMap(({ modality, tokenCount }) =>
    modality === undefined || tokenCount === undefined ? [] : [[modality, tokenCount] as const],
  )
  return counts.length === 0 ? undefined : Object.fromEntries(counts)
}

/** A protobuf Duration in JSON, such as `"9.500s"`. */
function durationMs(duration: string | undefined): number {
  const seconds = Number.parseFloat(duration ?? '')
  return Number.isFinite(seconds) ? seconds * 1000 : 0
}

/** `audio/pcm;rate=24000`; Vertex AI leaves the rate out. */
function sampleRateOf(mimeType: string): number {
  return Number(/;\s*rate=(\d+)/.exec(mimeType)?.[1] ?? OUTBOUND_SAMPLE_RATE_HZ)
}
