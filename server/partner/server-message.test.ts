import { expect, it } from 'vitest'
import { closeFrameReason } from '../live/live-close.ts'
import { audioMessage, encodeServerMessage } from './server-message.ts'

it('writes setupComplete byte for byte as the service was recorded', () => {
  expect(encodeServerMessage({ setupComplete: {} }).toString()).toBe('{\n  "setupComplete": {}\n}\n')
})

it('leaves out what has its type’s default value, and keeps messages that are empty', () => {
  const bytes = encodeServerMessage({
    serverContent: { turnComplete: true, interrupted: false },
    usageMetadata: {
      promptTokenCount: 3,
      responseTokenCount: 0,
      totalTokenCount: 3,
      promptTokensDetails: [{ modality: 'TEXT', tokenCount: 3 }],
      responseTokensDetails: [],
    },
    sessionResumptionUpdate: { newHandle: '', resumable: false },
  })
  expect(JSON.parse(bytes.toString())).toEqual({
    serverContent: { turnComplete: true },
    usageMetadata: {
      promptTokenCount: 3,
      totalTokenCount: 3,
      promptTokensDetails: [{ modality: 'TEXT', tokenCount: 3 }],
    },
    sessionResumptionUpdate: {},
  })
})

it('carries sound as little-endian PCM at 24 kHz', () => {
  const message = audioMessage(Int16Array.of(9, 1, -2).subarray(1))
  expect(message.serverContent?.modelTurn?.parts).toEqual([
    {
      inlineData: {
        mimeType: 'audio/pcm;rate=24000',
        data: Buffer.from([1, 0, 0xfe, 0xff]).toString('base64'),
      },
    },
  ])
})

it('cuts the reason of a close to what its frame can carry, between characters', () => {
  expect(closeFrameReason('short')).toBe('short')
  expect(closeFrameReason('a'.repeat(200))).toBe('a'.repeat(123))
  expect(closeFrameReason('あ'.repeat(100))).toBe('あ'.repeat(41))
  expect(closeFrameReason(`a${'あ'.repeat(100)}`)).toBe(`a${'あ'.repeat(40)}`)
})
