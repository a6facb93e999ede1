import { type LiveConnectConfig, Modality } from '@google/genai'
import type { Scenario } from '../../shared/scenario.ts'
import { systemInstruction } from '../scenarios/system-instruction.ts'

/**
 * What a Live session is set up with for a scenario. Transcripts of both sides are always asked for, and
 * resumption and a sliding context window always set, or a talk would end with its connection or its window
 * (https://ai.google.dev/gemini-api/docs/live-session).
 */
export function liveSetup(scenario: Scenario): LiveConnectConfig {
  return {
    responseModalities: [Modality.AUDIO],
    speechConfig: {
      languageCode: scenario.locale,
      voiceConfig: { prebuiltVoiceConfig: { voiceName: scenario.voice } },
    },
    systemInstruction: systemInstruction(scenario),
    // Without the hint the model takes short Japanese for other languages now and then.
    inputAudioTranscription: { languageCodes: [scenario.locale] },
    outputAudioTranscription: {},
    sessionResumption: {},
    contextWindowCompression: { slidingWindow: {} },
  }
}
