import fc from 'fast-check'

/** A frame of a client that knows nothing, or everything but one thing. */
export type RandomFrame = string | Uint8Array<ArrayBuffer>

const base64 = fc.base64String({ maxLength: 200 })
const mimeType = fc.oneof(
  fc.string(),
  fc.constantFrom('audio/pcm', 'audio/pcm;rate=8000', 'audio/pcm;rate=16000', 'audio/pcm;rate=44100'),
  fc.nat(100_000).map((rate) => `audio/pcm;rate=${rate}`),
)
const blob = fc.oneof(fc.jsonValue(), fc.record({ mime_type: mimeType, data: fc.oneof(base64, fc.string()) }))
const realtimeInput = fc.record(
  {
    media_chunks: fc.oneof(fc.array(blob, { maxLength: 5 }), fc.jsonValue()),
    audio: blob,
    text: fc.jsonValue(),
    audio_stream_end: fc.jsonValue(),
  },
  { requiredKeys: [] },
)
const content = fc.record({ role: fc.jsonValue(), parts: fc.array(fc.record({ text: fc.jsonValue() })) })

const json = fc
  .oneof(
    fc.jsonValue(),
    fc.record({ text: fc.jsonValue() }),
    fc.record({ realtime_input: realtimeInput }),
    fc.record({ realtimeInput: fc.jsonValue() }),
    fc.record({ client_content: fc.record({ turns: fc.array(content), turn_complete: fc.boolean() }) }),
    fc.record({ tool_response: fc.jsonValue() }),
    fc.record({ type: fc.oneof(fc.constantFrom('say', 'end '), fc.string()), text: fc.jsonValue() }),
  )
  .map((value) => JSON.stringify(value))

const frame: fc.Arbitrary<RandomFrame> = fc.oneof(
  { weight: 3, arbitrary: json },
  { weight: 1, arbitrary: json.map((text) => Uint8Array.from(Buffer.from(text))) },
  { weight: 1, arbitrary: fc.string() },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Uint8Array.from(bytes)) },
)

/** So many frames for `/ws/realtime`, in the forms of all its ways and of none. The same for the same seed. */
export function randomFrames(count: number, seed: number): RandomFrame[] {
  return fc.sample(frame, { numRuns: count, seed })
}
