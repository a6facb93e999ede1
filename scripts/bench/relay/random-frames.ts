import { setTimeout as wait } from 'node:timers/promises'
import { processMemory } from '../../../server/testing/live/process-memory.ts'
import { realtimeWays, throwRandomFrames } from '../../../server/testing/network/throw-random-frames.ts'
import { RealtimeClient } from '../../../server/testing/realtime-client.ts'
import { createTestApp } from '../../../server/testing/test-app.ts'
import type { Measurement } from '../measurement.ts'

const FRAMES = 10_000
/** What is compiled, cached and pooled at the first use is no leak. */
const WARM_UP_FRAMES = 5_000
/** Records of the talks that these frames began, which are kept for a minute. */
const KEPT_MB = 10

/** Whether random frames cost a server more than answers: 10,000 in each way of speaking, in this process. */
export async function randomFrames(): Promise<Measurement[]> {
  let unhandled = 0
  const count = () => void unhandled++
  process.on('unhandledRejection', count)
  try {
    await using app = await createTestApp()
    const results: Measurement[] = []
    for (const way of realtimeWays) {
      const thrown = async (frames: number, seed: number) => {
        await throwRandomFrames(app.url, way, frames, seed)
        while (app.registry.activeCount > 0) await wait(100)
        return processMemory().heapMb
      }
      const beforeMb = await thrown(WARM_UP_FRAMES, 1)
      const grownMb = (await thrown(FRAMES, 1_000_000)) - beforeMb
      const name = `memory after ${FRAMES} random frames, ${way.name}`
      results.push({ name, value: grownMb, unit: 'MB more', target: { atMost: KEPT_MB } })
    }
    await using client = await new RealtimeClient(app.url, '', []).opened()
    client.send({ text: 'こんにちは' })
    await client.frame({ type: 'complete' })
    return [
      ...results,
      { name: 'errors that nobody handled', value: unhandled, unit: '', target: { atMost: 0 } },
    ]
  } finally {
    process.off('unhandledRejection', count)
  }
}
