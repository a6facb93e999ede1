import { type FunctionDeclaration, type LiveConnectConfig, Modality } from '@google/genai'
import { type Scenario, type ToolDeclaration, toolDeclaration } from '../../shared/scenario.ts'
import { systemInstruction } from '../scenarios/system-instruction.ts'

/**
 * What a Live session is set up with for a scenario. Transcripts of both sides are always asked for, and
 * resumption and a sliding context window always set, or a talk would end with its connection or its window
 * (https://ai.google.dev/gemini-api/docs/live-session).
 * @param resumeHandle takes up the session that it stands for; all else is to be the same as it was then
 */
export function liveSetup(scenario: Scenario, resumeHandle?: string): LiveConnectConfig {
  return {
    responseModalities: [Modality.AUDIO],
    speechConfig: {
      languageCode: scenario.locale,
      voiceConfig: { prebuiltVoiceConfig: { voiceName: scenario.voice } },
    },
    systemInstruction: systemInstruction(scenario),
    ...(scenario.tools?.length ? { tools: [{ functionDeclarations: scenario.tools.map(declaration) }] } : {}),
    // Without the hint the model takes short Japanese for other languages now and then.
    inputAudioTranscription: { languageCodes: [scenario.locale] },
    outputAudioTranscription: {},
    sessionResumption: resumeHandle === undefined ? {} : { handle: resumeHandle },
    contextWindowCompression: { slidingWindow: {} },
  }
}

/** A key that the service does not know ends the connection (livekit/agents#7349): so none but known ones go out. */
function declaration(tool: ToolDeclaration): FunctionDeclaration {
  const { name, description, parameters } = toolDeclaration.parse(tool)
  return { name, description, ...(parameters ? { parametersJsonSchema: parameters } : {}) }
}
