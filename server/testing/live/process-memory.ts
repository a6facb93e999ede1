import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

export interface ProcessMemory {
  heapMb: number
  rssMb: number
}

const MB = 1_048_576

/** What is in use once all that nobody needs is collected. */
export function processMemory(): ProcessMemory {
  setFlagsFromString('--expose_gc')
  // There since the flag was set, in new contexts alone.
  const collect = runInNewContext('gc') as () => void
  collect()
  collect()
  const { heapUsed, external, rss } = process.memoryUsage()
  return { heapMb: (heapUsed + external) / MB, rssMb: rss / MB }
}
