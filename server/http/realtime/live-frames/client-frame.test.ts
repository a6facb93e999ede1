import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TalkError } from '../../../errors.ts'
import { readClientFrame } from './client-frame.ts'

const read = (frame: unknown) => readClientFrame(Buffer.from(JSON.stringify(frame)))
const data = Buffer.from([1, 2, 3]).toString('base64')
const sound = (sampleRateHz: number) => ({ type: 'audio', bytes: Buffer.from([1, 2, 3]), sampleRateHz })

describe('a frame of a legacy client', () => {
  it.each([
    [
      'as the Flask page sends it',
      { realtime_input: { media_chunks: [{ mime_type: 'audio/pcm', data }] } },
      24_000,
    ],
    ['in camelCase', { realtimeInput: { mediaChunks: [{ mimeType: 'audio/pcm', data }] } }, 24_000],
    [
      'with a rate',
      { realtime_input: { media_chunks: [{ mime_type: 'audio/pcm;rate=16000', data }] } },
      16_000,
    ],
    [
      'with a rate and a space',
      { realtimeInput: { audio: { mimeType: 'audio/pcm; rate=48000', data } } },
      48_000,
    ],
    ['in today’s field', { realtime_input: { audio: { mime_type: 'Audio/PCM;Rate=16000', data } } }, 16_000],
  ])('brings sound %s', (_, frame, rateHz) => {
    expect(read(frame)).toEqual([sound(rateHz)])
  })

  it('brings several chunks in their order, and then the pause', () => {
    const chunk = (rate: number) => ({ mime_type: `audio/pcm;rate=${rate}`, data })
    const frame = { realtime_input: { media_chunks: [chunk(16_000), chunk(24_000)], audio_stream_end: true } }
    expect(read(frame)).toEqual([sound(16_000), sound(24_000), { type: 'audioStreamEnd' }])
  })

  it('brings what the user typed, without the partner’s own lines', () => {
    const turns = [
      { role: 'model', parts: [{ text: 'いらっしゃい' }] },
      { role: 'user', parts: [{ text: 'こんにちは' }, { text: '佐藤です' }] },
    ]
    expect(read({ client_content: { turns, turn_complete: true } })).toEqual([
      { type: 'text', text: 'こんにちは\n佐藤です', complete: true },
    ])
    expect(read({ clientContent: { turns } })).toMatchObject([{ complete: false }])
    expect(read({ realtimeInput: { text: 'はい' } })).toEqual([
      { type: 'text', text: 'はい', complete: true },
    ])
  })

  it('tells when the client wants to set the talk up itself', () => {
    expect(read({ setup: { model: 'models/x' } })).toEqual([{ type: 'setup' }])
  })

  it.each([
    ['no JSON', 'no JSON'],
    ['a list', '[]'],
    ['nothing', '{}'],
    ['two things at once', '{"clientContent":{},"realtimeInput":{}}'],
    ['an unknown name', '{"realtime_inputs":{}}'],
    ['an unknown name inside', '{"realtime_input":{"mediaChunk":[]}}'],
    ['a picture', '{"realtime_input":{"media_chunks":[{"mime_type":"image/png","data":""}]}}'],
    ['sound at no rate', '{"realtime_input":{"audio":{"mime_type":"audio/pcm;rate=1","data":""}}}'],
    ['an answer to a tool that nobody called', '{"tool_response":{"function_responses":[]}}'],
  ])('of %s is refused in words', (_, frame) => {
    expect(() => readClientFrame(Buffer.from(frame))).toThrow(TalkError)
  })

  it('never costs more than a refusal, whatever it holds', () => {
    const refuses = (bytes: Uint8Array) => {
      try {
        readClientFrame(bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(TalkError)
      }
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), refuses))
    fc.assert(fc.property(fc.json(), (json) => refuses(Buffer.from(json))))
  })
})
