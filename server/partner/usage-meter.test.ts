import { expect, it } from 'vitest'
import { UsageMeter } from './usage-meter.ts'

it('counts each turn’s prompt as the whole context so far', () => {
  const meter = new UsageMeter()
  meter.addText('こんにちは')
  meter.addSpeech(2_000)
  expect(meter.endTurn(4_000)).toEqual({
    promptTokenCount: 55,
    responseTokenCount: 100,
    totalTokenCount: 155,
    promptTokensDetails: [
      { modality: 'TEXT', tokenCount: 5 },
      { modality: 'AUDIO', tokenCount: 50 },
    ],
    responseTokensDetails: [{ modality: 'AUDIO', tokenCount: 100 }],
  })
  expect(meter.endTurn(0)).toMatchObject({ promptTokenCount: 155, totalTokenCount: 155 })
})

it('goes on from what an earlier connection had used', () => {
  const first = new UsageMeter()
  first.addText('four words of English')
  first.endTurn(1_000)
  expect(new UsageMeter(first.used()).endTurn(0).promptTokenCount).toBe(6 + 25)
})
