import { askServer, fetched, ToldFailure } from '../ask-server.ts'

/** What a server's process has used so far. */
export interface ServerUsage {
  /** Of its processors, all threads together. */
  cpuSeconds: number
  residentMb: number
}

/**
 * Asks `GET /metrics` (Prometheus's own names for a process).
 * @throws ToldFailure when they are not told
 */
export async function serverUsage(url: string, token?: string): Promise<ServerUsage> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const { status, text } = await askServer(url, async (limits) => {
    const response = await fetched(new URL('/metrics', url), { headers, ...limits })
    return { status: response.status, text: await response.text() }
  })
  const value = (name: string) => {
    const found = new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]
    if (found === undefined) throw new ToldFailure(`${url} does not tell ${name} (status ${status}).`)
    return Number(found)
  }
  return {
    cpuSeconds: value('process_cpu_seconds_total'),
    residentMb: value('process_resident_memory_bytes') / 1_048_576,
  }
}
