import { describe, expect, it } from 'vitest'
import { liveEvents } from './live-messages.ts'

const pcm = (...samples: number[]) => Buffer.from(new Int16Array(samples).buffer).toString('base64')

describe('a frame of the Live API', () => {
  it('gives its audio as samples, with the rate of its mime type', () => {
    const parts = [
      { inlineData: { mimeType: 'audio/pcm;rate=24000', data: pcm(1, -2) } },
      { inlineData: { mimeType: 'audio/pcm', data: pcm(3) } },
    ]
    expect(liveEvents({ serverContent: { modelTurn: { parts } } })).toEqual([
      { type: 'audio', pcm: new Int16Array([1, -2]), sampleRateHz: 24_000 },
      { type: 'audio', pcm: new Int16Array([3]), sampleRateHz: 24_000 },
    ])
  })

  it('is read whole when it carries everything at once, content before what ends it', () => {
    const events = liveEvents({
      usageMetadata: { promptTokenCount: 5, responseTokenCount: 2, totalTokenCount: 7 },
      serverContent: {
        turnComplete: true,
        generationComplete: true,
        outputTranscription: { text: ' yes' },
        inputTranscription: { text: 'and?' },
        modelTurn: {
          parts: [
            { text: 'thinking', thought: true },
            { inlineData: { mimeType: 'audio/pcm', data: pcm(1) } },
          ],
        },
      },
    })
    expect(events?.map((event) => event.type)).toEqual([
      'inputTranscript',
      'outputTranscript',
      'audio',
      'generationComplete',
      'turnComplete',
      'usage',
    ])
  })

  it('keeps the leading space of a transcript piece', () => {
    expect(liveEvents({ serverContent: { outputTranscription: { text: ' there' } } })).toEqual([
      { type: 'outputTranscript', text: ' there' },
    ])
  })

  it('tells how long the connection has left', () => {
    expect(liveEvents({ goAway: { timeLeft: '9.500s' } })).toEqual([{ type: 'goAway', timeLeftMs: 9500 }])
    expect(liveEvents({ goAway: {} })).toEqual([{ type: 'goAway', timeLeftMs: 0 }])
  })

  it('gives a resumption handle only where there is one', () => {
    expect(liveEvents({ sessionResumptionUpdate: { newHandle: 'h', resumable: true } })).toEqual([
      { type: 'resumption', handle: 'h', resumable: true },
    ])
    expect(liveEvents({ sessionResumptionUpdate: {} })).toEqual([
      { type: 'resumption', handle: undefined, resumable: false },
    ])
  })

  it('gives tool calls and their cancellation', () => {
    expect(
      liveEvents({ toolCall: { functionCalls: [{ id: '1', name: 'book', args: { day: 'Mon' } }] } }),
    ).toEqual([{ type: 'toolCall', calls: [{ id: '1', name: 'book', args: { day: 'Mon' } }] }])
    expect(liveEvents({ toolCallCancellation: { ids: ['1'] } })).toEqual([
      { type: 'toolCallCancelled', ids: ['1'] },
    ])
  })

  it('is nothing when it holds nothing that we use, such as setupComplete or empty transcriptions', () => {
    expect(liveEvents({ setupComplete: {} })).toEqual([])
    expect(liveEvents({ serverContent: { outputTranscription: {} } })).toEqual([])
  })

  it('is refused when it is not of the API, and an odd byte of audio is no harm', () => {
    expect(liveEvents({ serverContent: 'x' })).toBeNull()
    expect(liveEvents(null)).toBeNull()
    const data = Buffer.from([1, 0, 2]).toString('base64')
    const parts = [{ inlineData: { mimeType: 'audio/pcm', data } }]
    expect(liveEvents({ serverContent: { modelTurn: { parts } } })).toEqual([
      { type: 'audio', pcm: new Int16Array([1]), sampleRateHz: 24_000 },
    ])
  })
})
