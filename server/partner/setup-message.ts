import { z } from 'zod'

/** Known, taken, and without effect on the built-in partner. */
const taken = z.unknown().optional()

/** An int32 or int64, which protobuf's JSON form allows as a number and as a string. */
const integer = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
])

const part = z.strictObject({
  text: z.string().optional(),
  inlineData: taken,
  fileData: taken,
  functionCall: taken,
  functionResponse: taken,
  executableCode: taken,
  codeExecutionResult: taken,
  videoMetadata: taken,
  mediaResolution: taken,
  partMetadata: taken,
  thought: taken,
  thoughtSignature: taken,
})

/** `Content`: what one side contributes. */
export const content = z.strictObject({
  role: z.string().optional(),
  parts: z.array(part).optional(),
})
export type Content = z.infer<typeof content>

/** All text of a content; parts are paragraphs. */
export function contentText(of: Content | undefined): string {
  return (of?.parts ?? []).flatMap(({ text }) => (text === undefined ? [] : [text])).join('\n')
}

const transcriptionConfig = z.strictObject({
  languageCodes: taken,
  languageAuto: taken,
  languageHints: taken,
  customVocabulary: taken,
  adaptationPhrases: taken,
  wordTimestamp: taken,
  diarization: taken,
  mode: taken,
})

const generationConfig = z.strictObject({
  responseModalities: z.array(z.union([z.string(), z.int()])).optional(),
  speechConfig: z
    .strictObject({ languageCode: z.string().optional(), voiceConfig: taken, multiSpeakerVoiceConfig: taken })
    .optional(),
  thinkingConfig: taken,
  audioTimestamp: taken,
  candidateCount: taken,
  enableAffectiveDialog: taken,
  frequencyPenalty: taken,
  logprobs: taken,
  maxOutputTokens: taken,
  mediaResolution: taken,
  presencePenalty: taken,
  responseJsonSchema: taken,
  responseLogprobs: taken,
  responseMimeType: taken,
  responseSchema: taken,
  seed: taken,
  stopSequences: taken,
  temperature: taken,
  topK: taken,
  topP: taken,
  translationConfig: taken,
})

const realtimeInputConfig = z.strictObject({
  automaticActivityDetection: z
    .strictObject({
      disabled: z.boolean().optional(),
      silenceDurationMs: integer.optional(),
      // Neither is documented in numbers; what begins a turn is fixed by the speech detector.
      prefixPaddingMs: integer.optional(),
      startOfSpeechSensitivity: taken,
      endOfSpeechSensitivity: taken,
    })
    .optional(),
  activityHandling: z.union([z.string(), z.int()]).optional(),
  turnCoverage: taken,
  interimTranscriptTimestampEnabled: taken,
})

/** `BidiGenerateContentSetup`: the first message of a connection, and the only one of its kind. */
export const setup = z.strictObject({
  model: z.string(),
  generationConfig: generationConfig.optional(),
  systemInstruction: content.optional(),
  /** Of a function its name alone is used; of other tools nothing. */
  tools: z
    .array(z.looseObject({ functionDeclarations: z.array(z.looseObject({ name: z.string() })).optional() }))
    .optional(),
  realtimeInputConfig: realtimeInputConfig.optional(),
  sessionResumption: z.strictObject({ handle: z.string().optional() }).optional(),
  contextWindowCompression: z.strictObject({ triggerTokens: taken, slidingWindow: taken }).optional(),
  inputAudioTranscription: transcriptionConfig.optional(),
  outputAudioTranscription: transcriptionConfig.optional(),
  proactivity: z.strictObject({ proactiveAudio: taken, proactiveVideo: taken }).optional(),
  historyConfig: taken,
  avatarConfig: taken,
  safetySettings: taken,
  labels: taken,
})
export type Setup = z.infer<typeof setup>
