import { describe, expect, it } from 'vitest'
import { pcmFormat, readClientFrame } from './client-message.ts'

const read = (frame: unknown) => readClientFrame(Buffer.from(JSON.stringify(frame)))
const setup = (fields: object = {}) => ({ setup: { model: 'models/gemini-3.8-live', ...fields } })

/** The reason for which a frame is refused. */
function refusal(frame: unknown): string {
  const result = read(frame)
  if (result.ok) throw new Error('the frame was taken')
  expect(result.close.code).toBe(1007)
  return result.close.reason
}

describe('a frame that is taken', () => {
  it('is the setup that @google/genai writes', () => {
    const result = read(
      setup({
        generationConfig: {
          responseModalities: ['AUDIO'],
          temperature: 0.5,
          speechConfig: {
            languageCode: 'en-US',
            voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Puck' } },
          },
        },
        systemInstruction: { parts: [{ text: 'You are X' }], role: 'user' },
        tools: [{ functionDeclarations: [{ name: 'f', parametersJsonSchema: { type: 'object' } }] }],
        sessionResumption: {},
        contextWindowCompression: { triggerTokens: '25600', slidingWindow: { targetTokens: '12800' } },
        inputAudioTranscription: { languageCodes: ['en-US'] },
        outputAudioTranscription: {},
        realtimeInputConfig: {
          automaticActivityDetection: { disabled: false, prefixPaddingMs: 20, silenceDurationMs: 500 },
          activityHandling: 'START_OF_ACTIVITY_INTERRUPTS',
          turnCoverage: 'TURN_INCLUDES_ONLY_ACTIVITY',
        },
      }),
    )
    expect(result).toMatchObject({
      ok: true,
      message: { setup: { realtimeInputConfig: { automaticActivityDetection: { silenceDurationMs: 500 } } } },
    })
  })

  it('may name its fields as the .proto file does, and give numbers as strings and null for nothing', () => {
    const result = read({
      setup: {
        model: 'models/x-live',
        system_instruction: null,
        realtime_input_config: { automatic_activity_detection: { silence_duration_ms: '700' } },
      },
      client_content: null,
    })
    expect(result).toEqual({
      ok: true,
      message: {
        setup: {
          model: 'models/x-live',
          realtimeInputConfig: { automaticActivityDetection: { silenceDurationMs: 700 } },
        },
      },
    })
  })

  it('keeps the names in a client’s own JSON as they are', () => {
    const declaration = { name: 'f', parameters: { my_field: 1 } }
    expect(read(setup({ tools: [{ function_declarations: [declaration] }] }))).toMatchObject({
      message: { setup: { tools: [{ functionDeclarations: [declaration] }] } },
    })
  })

  it('carries sound in either alphabet of base64, padded or not', () => {
    for (const data of ['+/8=', '-_8=', '-_8']) {
      const result = read({ realtimeInput: { audio: { mimeType: 'audio/pcm', data } } })
      if (!result.ok) throw new Error(result.close.reason)
      expect([...(result.message.realtimeInput?.audio?.data ?? [])]).toEqual([0xfb, 0xff])
    }
  })
})

describe('a frame that is refused, in the service’s words', () => {
  it.each(['', 'hello', '{"setup":', '\u{feff}{}x'])('is no JSON: %j', (text) => {
    const result = readClientFrame(Buffer.from(text))
    expect(result).toEqual({
      ok: false,
      close: { code: 1007, reason: 'Invalid JSON payload received. Unexpected token.' },
    })
  })

  it('is no UTF-8', () => {
    expect(readClientFrame(Uint8Array.of(0x22, 0xff, 0x22)).ok).toBe(false)
  })

  it.each([[[]], ['text'], [1], [null]])('is no message: %j', (value) => {
    expect(refusal(value)).toBe(
      'Invalid JSON payload received. Unknown name "": Root element must be a message.',
    )
  })

  it('has an unknown field, wherever it stands', () => {
    expect(refusal({ hello: 1 })).toBe(
      'Invalid JSON payload received. Unknown name "hello": Cannot find field.',
    )
    expect(refusal(setup({ colour: 'red' }))).toBe(
      `Invalid JSON payload received. Unknown name "colour" at 'setup': Cannot find field.`,
    )
    expect(refusal(setup({ generationConfig: { speechConfig: { pitch: 1 } } }))).toBe(
      `Invalid JSON payload received. Unknown name "pitch" at 'setup.generation_config.speech_config': Cannot find field.`,
    )
    expect(refusal({ clientContent: { turns: [{ parts: [{ words: '' }] }] } })).toBe(
      `Invalid JSON payload received. Unknown name "words" at 'client_content.turns[0].parts[0]': Cannot find field.`,
    )
  })

  it('has a value of the wrong type', () => {
    expect(refusal({ setup: { model: 5 } })).toBe(`Invalid value at 'setup.model' (TYPE_STRING)`)
    expect(refusal({ realtimeInput: { audioStreamEnd: 'yes' } })).toBe(
      `Invalid value at 'realtime_input.audio_stream_end' (TYPE_BOOL)`,
    )
    expect(refusal({ realtimeInput: { audio: { mimeType: 'audio/pcm', data: '***' } } })).toBe(
      `Invalid value at 'realtime_input.audio.data'`,
    )
  })

  it('says two things at once, or nothing', () => {
    expect(refusal({ ...setup(), realtimeInput: { text: 'hi' } })).toContain('(oneof)')
    expect(refusal({})).toBe('Request contains an invalid argument.')
  })

  it('is nested without end', () => {
    const depth = 100_000
    const result = readClientFrame(Buffer.from(`{"setup":${'['.repeat(depth)}${']'.repeat(depth)}}`))
    expect(result).toMatchObject({
      ok: false,
      close: { reason: 'Message too deep. Max recursion depth reached.' },
    })
  })

  it('tries to reach an object’s prototype', () => {
    expect(readClientFrame(Buffer.from('{"__proto__":{"setup":{}}}')).ok).toBe(false)
  })
})

describe('the format of a chunk of sound', () => {
  it.each([
    ['audio/pcm', 16_000],
    ['audio/pcm;rate=16000', 16_000],
    ['audio/PCM; rate=24000', 24_000],
    ['audio/pcm;channels=1;rate=8000', 8_000],
  ])('%s', (mimeType, sampleRateHz) => {
    expect(pcmFormat(mimeType)).toEqual({ sampleRateHz })
  })

  it.each(['audio/wav', 'audio/pcm;rate=0', 'audio/pcm;rate=192000', 'image/png', ''])(
    'not %j',
    (mimeType) => {
      expect(pcmFormat(mimeType)).toBeUndefined()
    },
  )
})
