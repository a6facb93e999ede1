import type { TokenUsage } from '../../../../shared/token-usage.ts'
import { base64FromPcm } from '../../../audio/pcm.ts'
import type { ModelEvent } from '../../../talk/media-peer.ts'

type AudioEvent = Extract<ModelEvent, { type: 'audio' }>
type WordsEvent = Exclude<ModelEvent, AudioEvent>

export interface ServerFrame {
  /** Of nothing but sound, so that it may be left out where a client is slow. */
  isSound: boolean
  /** `BidiGenerateContentServerMessage` in camelCase. */
  frame: object
}

/** What comes after what in one frame of the Live API. */
const place: Record<ModelEvent['type'], number> = {
  audio: 0,
  inputTranscript: 0,
  outputTranscript: 0,
  interrupted: 1,
  generationComplete: 1,
  turnComplete: 2,
  usage: 3,
}

/**
 * What the model has said at once as the Live API's own frames: its sound in one, first, and the rest in another.
 */
export function serverFrames(events: readonly ModelEvent[]): ServerFrame[] {
  return groups(events).flatMap((group) => {
    const sounds = group.filter((event) => event.type === 'audio')
    const words = group.filter((event) => event.type !== 'audio')
    return [
      ...(sounds.length > 0 ? [{ isSound: true, frame: soundFrame(sounds) }] : []),
      ...(words.length > 0 ? [{ isSound: false, frame: wordsFrame(words) }] : []),
    ]
  })
}

/** A turn that ends and one that begins, or two pieces of one kind, do not fit into one frame. */
function groups(events: readonly ModelEvent[]): ModelEvent[][] {
  const all: ModelEvent[][] = []
  for (const event of events) {
    const group = all.at(-1)
    const last = group?.at(-1)
    const fits =
      last !== undefined &&
      place[event.type] >= place[last.type] &&
      (event.type === 'audio' || group?.every(({ type }) => type !== event.type))
    if (fits) group?.push(event)
    else all.push([event])
  }
  return all
}

function soundFrame(events: readonly AudioEvent[]): object {
  const parts = events.map(({ pcm, sampleRateHz }) => ({
    inlineData: { mimeType: `audio/pcm;rate=${sampleRateHz}`, data: base64FromPcm(pcm) },
  }))
  return { serverContent: { modelTurn: { parts } } }
}

function wordsFrame(events: readonly WordsEvent[]): object {
  const content = Object.assign({}, ...events.map(contentOf))
  const usage = events.find((event) => event.type === 'usage')
  return {
    ...(Object.keys(content).length > 0 ? { serverContent: content } : {}),
    ...(usage ? { usageMetadata: usageMetadata(usage.usage) } : {}),
  }
}

function contentOf(event: WordsEvent): object {
  switch (event.type) {
    case 'inputTranscript':
      return { inputTranscription: { text: event.text } }
    case 'outputTranscript':
      return { outputTranscription: { text: event.text } }
    case 'interrupted':
      return { interrupted: true }
    case 'generationComplete':
      return { generationComplete: true }
    case 'turnComplete':
      return {
        turnComplete: true,
        ...(event.reason === undefined ? {} : { turnCompleteReason: event.reason }),
      }
    case 'usage':
      return {}
  }
}

function usageMetadata(usage: TokenUsage): object {
  const { thoughtsTokens, promptByModality, responseByModality } = usage
  return {
    promptTokenCount: usage.promptTokens,
    responseTokenCount: usage.responseTokens,
    totalTokenCount: usage.totalTokens,
    ...(promptByModality ? { promptTokensDetails: details(promptByModality) } : {}),
    ...(responseByModality ? { responseTokensDetails: details(responseByModality) } : {}),
    ...(thoughtsTokens === undefined ? {} : { thoughtsTokenCount: thoughtsTokens }),
  }
}

function details(byModality: Record<string, number>): object[] {
  return Object.entries(byModality).map(([modality, tokenCount]) => ({ modality, tokenCount }))
}
