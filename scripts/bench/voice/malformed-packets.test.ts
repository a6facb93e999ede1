import { expect, it } from 'vitest'
import { isMet } from '../measurement.ts'
import { malformedPackets } from './malformed-packets.ts'
import { VoiceBench } from './voice-bench.ts'

it('finds that a talk outlives malformed packets of every kind', async () => {
  await using bench = await VoiceBench.open()
  const results = await malformedPackets(bench, 20)
  expect(results.length).toBe(7)
  for (const result of results) expect(result, result.name).toSatisfy(isMet)
}, 60_000)
