import { invalidArgument, type LiveClose, unknownModel } from '../live/live-close.ts'
import { contentText, type Setup } from './setup-message.ts'

/** What a setup asks of the built-in partner. */
export interface SessionPlan {
  model: string
  systemInstruction: string
  languageCode: string | undefined
  /** The client marks the user's turns itself (`activityStart`, `activityEnd`). */
  isManual: boolean
  /** For how long the user must be silent before their turn is over; undefined: the detector's own default. */
  endOfSpeechMs: number | undefined
  /** The user's speech cuts the partner short. */
  isInterruptible: boolean
  transcribesInput: boolean
  /** The names of the functions that may be called. */
  tools: ReadonlySet<string>
  /** Undefined: no handles are wanted. */
  resumption: { handle: string | undefined } | undefined
}

export type PlannedSession = { ok: true; plan: SessionPlan } | { ok: false; close: LiveClose }

export interface PlanOptions {
  /** Of the URL, for the words of a refusal. */
  apiVersion: string
  /** The only models there are, as `models/NAME`; undefined: every name will do. */
  models: readonly string[] | undefined
}

/** Below this a pause between two syllables would end a turn. */
const MIN_END_OF_SPEECH_MS = 100

/** `Modality` and `ActivityHandling` by their numbers in the API's .proto files. */
const audioModality: readonly unknown[] = ['AUDIO', 3]
const noInterruption: readonly unknown[] = ['NO_INTERRUPTION', 2]

/** Reads a setup, or says why the service would not take it. */
export function planSession(setup: Setup, { apiVersion, models }: PlanOptions): PlannedSession {
  const { model, generationConfig, realtimeInputConfig } = setup
  if (!/^models\/[a-zA-Z0-9][\w.-]*$/.test(model)) return { ok: false, close: invalidArgument }
  if (models && !models.includes(model)) return { ok: false, close: unknownModel(model, apiVersion) }

  // A Live model answers in one modality, and today's native-audio models in sound alone.
  const modalities = generationConfig?.responseModalities ?? ['AUDIO']
  if (!modalities.every((modality) => audioModality.includes(modality)) || modalities.length > 1) {
    return { ok: false, close: invalidArgument }
  }
  if (model === 'models/gemini-3.8-live' && generationConfig?.thinkingConfig !== undefined) {
    return { ok: false, close: invalidArgument }
  }
  const detection = realtimeInputConfig?.automaticActivityDetection
  const silenceMs = detection?.silenceDurationMs ?? 0
  if (silenceMs < 0 || (detection?.prefixPaddingMs ?? 0) < 0) return { ok: false, close: invalidArgument }

  return {
    ok: true,
    plan: {
      model,
      systemInstruction: contentText(setup.systemInstruction),
      languageCode: generationConfig?.speechConfig?.languageCode,
      isManual: detection?.disabled ?? false,
      endOfSpeechMs: silenceMs === 0 ? undefined : Math.max(silenceMs, MIN_END_OF_SPEECH_MS),
      isInterruptible: !noInterruption.includes(realtimeInputConfig?.activityHandling),
      transcribesInput: setup.inputAudioTranscription !== undefined,
      tools: new Set(
        setup.tools?.flatMap(({ functionDeclarations = [] }) => functionDeclarations.map(({ name }) => name)),
      ),
      resumption: setup.sessionResumption && { handle: setup.sessionResumption.handle || undefined },
    },
  }
}
