import { describe, expect, it } from 'vitest'
import { liveEvents } from '../../../live/live-messages.ts'
import { isModelEvent } from '../../../talk/media-peer.ts'
import { serverFrames } from './server-frames.ts'

const inlineData = { mimeType: 'audio/pcm;rate=24000', data: Buffer.from([1, 0, 2, 0]).toString('base64') }
const usageMetadata = {
  promptTokenCount: 522,
  responseTokenCount: 42,
  totalTokenCount: 564,
  promptTokensDetails: [
    { modality: 'TEXT', tokenCount: 332 },
    { modality: 'AUDIO', tokenCount: 165 },
  ],
  responseTokensDetails: [{ modality: 'AUDIO', tokenCount: 42 }],
  thoughtsTokenCount: 136,
}

/** What a legacy client gets of a frame of the service's. */
function relayed(frame: object): object[] {
  const events = liveEvents(frame)?.filter(isModelEvent) ?? []
  return serverFrames(events).map((each) => each.frame)
}

describe('what the model says, for a legacy client', () => {
  it.each([
    { serverContent: { modelTurn: { parts: [{ inlineData }] } } },
    { serverContent: { modelTurn: { parts: [{ inlineData }, { inlineData }] } } },
    { serverContent: { inputTranscription: { text: 'もしもし' } } },
    { serverContent: { outputTranscription: { text: ' はい' } } },
    { serverContent: { interrupted: true } },
    { serverContent: { interrupted: true, turnComplete: true } },
    { serverContent: { generationComplete: true } },
    { serverContent: { turnComplete: true }, usageMetadata },
    { serverContent: { turnComplete: true, turnCompleteReason: 'NEED_MORE_INPUT' } },
    { usageMetadata },
  ])('is the very frame that the Live API sends: %j', (frame) => {
    expect(relayed(frame)).toEqual([frame])
  })

  it('comes with its sound first where the model says several things at once', () => {
    const content = { outputTranscription: { text: 'はい' }, modelTurn: { parts: [{ inlineData }] } }
    expect(relayed({ serverContent: { ...content, turnComplete: true }, usageMetadata })).toEqual([
      { serverContent: { modelTurn: { parts: [{ inlineData }] } } },
      { serverContent: { outputTranscription: { text: 'はい' }, turnComplete: true }, usageMetadata },
    ])
  })

  it('keeps its order where one turn ends and another begins', () => {
    expect(
      serverFrames([
        { type: 'turnComplete' },
        { type: 'outputTranscript', text: 'は' },
        { type: 'outputTranscript', text: 'い' },
      ]).map(({ frame }) => frame),
    ).toEqual([
      { serverContent: { turnComplete: true } },
      { serverContent: { outputTranscription: { text: 'は' } } },
      { serverContent: { outputTranscription: { text: 'い' } } },
    ])
  })

  it.each([
    { goAway: { timeLeft: '10s' } },
    { sessionResumptionUpdate: { newHandle: 'secret', resumable: true } },
    { toolCall: { functionCalls: [{ id: '1', name: 'end_talk', args: {} }] } },
  ])('is nothing where it is the server’s own affair: %j', (frame) => {
    expect(relayed(frame)).toEqual([])
  })
})
