import { describe, expect, it } from 'vitest'
import { planSession } from './session-plan.ts'
import { setup } from './setup-message.ts'

const plan = (fields: object, models?: string[]) =>
  planSession(setup.parse({ model: 'models/gemini-3.8-live', ...fields }), { apiVersion: 'v1beta', models })

it('asks for nothing that the setup does not ask for', () => {
  expect(plan({})).toEqual({
    ok: true,
    plan: {
      model: 'models/gemini-3.8-live',
      systemInstruction: '',
      languageCode: undefined,
      isManual: false,
      endOfSpeechMs: undefined,
      isInterruptible: true,
      transcribesInput: false,
      tools: new Set(),
      resumption: undefined,
    },
  })
})

it('reads what the built-in partner can heed', () => {
  const result = plan({
    systemInstruction: { parts: [{ text: 'Scenario: x (ja-JP)' }, { text: 'You are X' }] },
    generationConfig: { responseModalities: ['AUDIO'], speechConfig: { languageCode: 'ja-JP' } },
    realtimeInputConfig: {
      automaticActivityDetection: { disabled: true, silenceDurationMs: 20 },
      activityHandling: 'NO_INTERRUPTION',
    },
    inputAudioTranscription: {},
    tools: [{ googleSearch: {} }, { functionDeclarations: [{ name: 'f' }, { name: 'g' }] }],
    sessionResumption: { handle: 'Cih' },
  })
  expect(result).toMatchObject({
    plan: {
      systemInstruction: 'Scenario: x (ja-JP)\nYou are X',
      languageCode: 'ja-JP',
      tools: new Set(['f', 'g']),
      isManual: true,
      endOfSpeechMs: 100,
      isInterruptible: false,
      transcribesInput: true,
      resumption: { handle: 'Cih' },
    },
  })
})

describe('is refused as an invalid argument', () => {
  it.each([
    ['text instead of sound', { generationConfig: { responseModalities: ['TEXT'] } }],
    ['text and sound', { generationConfig: { responseModalities: ['AUDIO', 'TEXT'] } }],
    ['text by its number', { generationConfig: { responseModalities: [1] } }],
    ['thinking that the model cannot do', { generationConfig: { thinkingConfig: {} } }],
    [
      'a negative silence',
      { realtimeInputConfig: { automaticActivityDetection: { silenceDurationMs: -1 } } },
    ],
    ['a model without its prefix', { model: 'gemini-3.8-live' }],
  ])('%s', (_, fields) => {
    expect(plan(fields)).toEqual({
      ok: false,
      close: { code: 1007, reason: 'Request contains an invalid argument.' },
    })
  })
})

it('knows only the models that it is told of, if it is told of any', () => {
  expect(plan({ model: 'models/of-next-year' }).ok).toBe(true)
  expect(plan({ model: 'models/gemini-2.0-flash-exp' }, ['models/gemini-3.8-live'])).toMatchObject({
    close: {
      code: 1008,
      reason: expect.stringMatching(/^models\/gemini-2\.0-flash-exp is not found for API version v1beta/),
    },
  })
})
