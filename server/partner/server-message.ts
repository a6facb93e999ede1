import { OUTBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import { base64FromPcm } from '../audio/pcm.ts'

/** `UsageMetadata` as the Live API fills it. */
export interface Usage {
  promptTokenCount: number
  responseTokenCount: number
  totalTokenCount: number
  promptTokensDetails: { modality: 'TEXT' | 'AUDIO'; tokenCount: number }[]
  responseTokensDetails: { modality: 'AUDIO'; tokenCount: number }[]
}

/** `BidiGenerateContentServerMessage`, as far as the built-in partner has something to say. */
export interface ServerMessage {
  setupComplete?: Record<string, never>
  serverContent?: {
    modelTurn?: { parts: { inlineData: { mimeType: string; data: string } }[] }
    inputTranscription?: { text: string }
    outputTranscription?: { text: string }
    interrupted?: boolean
    generationComplete?: boolean
    turnComplete?: boolean
  }
  toolCall?: { functionCalls: { id: string; name: string; args: Record<string, string> }[] }
  toolCallCancellation?: { ids: string[] }
  usageMetadata?: Usage
  /** Empty while the session cannot be resumed. */
  sessionResumptionUpdate?: { newHandle?: string; resumable?: boolean }
}

/** @param pcm 24 kHz mono */
export function audioMessage(pcm: Int16Array): ServerMessage {
  const inlineData = { mimeType: `audio/pcm;rate=${OUTBOUND_SAMPLE_RATE_HZ}`, data: base64FromPcm(pcm) }
  return { serverContent: { modelTurn: { parts: [{ inlineData }] } } }
}

/**
 * A frame as the service writes it: JSON with an indent of two spaces and a newline at its end, in UTF-8, to be
 * sent with the binary opcode. Fields that hold their type's default value are left out, as protobuf's JSON form
 * does; an empty message stays, for that it is there is what it says.
 */
export function encodeServerMessage(message: ServerMessage): Buffer {
  return Buffer.from(`${JSON.stringify(message, withoutDefaults, 2)}\n`, 'utf8')
}

function withoutDefaults(_name: string, value: unknown): unknown {
  const isDefault =
    value === false || value === 0 || value === '' || (Array.isArray(value) && value.length === 0)
  return isDefault ? undefined : value
}
