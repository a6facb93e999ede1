import { setTimeout as wait } from 'node:timers/promises'
import { SpawnedServer } from '../../server/testing/spawned-server.ts'
import { type Measurement, quantile } from './measurement.ts'
import { cpuSeconds } from './relay/cpu-seconds.ts'
import { randomFrames } from './relay/random-frames.ts'
import { RelayService } from './relay/relay-service.ts'
import { RelayedTalk, type RelayTimes } from './relay/relayed-talk.ts'

const FEW = 10
const MANY = 200
const SETTLE_MS = 5_000
const MEASURE_MS = 20_000

interface Load extends RelayTimes {
  /** Seconds of the server's processor in a second. */
  cores: number
}

/**
 * What the way of the Flask service's page costs: how much later a sound arrives through the server than it was sent,
 * and how much processor 200 such talks take. The server is a process of its own; the clients and the model's service
 * are both in this one. And what random frames cost a server in any of its ways.
 */
export async function benchRelay(): Promise<Measurement[]> {
  const few = await measure(FEW)
  const many = await measure(MANY)
  const ms = (name: string, samples: number[], share: number, atMost: number): Measurement => ({
    ...{ name, value: quantile(samples, share), unit: 'ms' },
    target: { atMost },
  })
  const late = (talks: number, { toModel, toClient }: RelayTimes) => [
    ms(`Live frames, client to model, ${talks} talks: p50`, toModel, 0.5, 2),
    ms(`Live frames, client to model, ${talks} talks: p99`, toModel, 0.99, 10),
    ms(`Live frames, model to client, ${talks} talks: p50`, toClient, 0.5, 2),
    ms(`Live frames, model to client, ${talks} talks: p99`, toClient, 0.99, 10),
  ]
  return [
    ...late(FEW, few),
    // One event loop is one core: where more is asked of it, sound comes late instead, which the next lines show.
    { name: `Live frames, ${MANY} talks`, value: many.cores, unit: 'cores', target: { atMost: 1 } },
    ...late(MANY, many),
    ...(await randomFrames()),
  ]
}

async function measure(talks: number): Promise<Load> {
  await using owned = new AsyncDisposableStack()
  const service = owned.use(await RelayService.listen())
  const server = owned.use(
    await SpawnedServer.start({
      PARTNER: 'gemini',
      GEMINI_API_KEY: 'key-for-tests',
      GEMINI_BASE_URL: service.baseUrl,
      MAX_TALKS: String(2 * talks),
    }),
  )
  const times: RelayTimes = { toModel: [], toClient: [] }
  for (let i = 0; i < talks; i++) owned.use(await RelayedTalk.begin(server.url, service, times))
  await wait(SETTLE_MS)
  times.toModel.length = 0
  times.toClient.length = 0
  const [fromMs, fromCpu] = [performance.now(), await cpuSeconds(server.pid)]
  await wait(MEASURE_MS)
  const cores = (1_000 * ((await cpuSeconds(server.pid)) - fromCpu)) / (performance.now() - fromMs)
  return { toModel: [...times.toModel], toClient: [...times.toClient], cores }
}
