import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createLiveTalkClient } from '../client/sdk/live-talk-client.ts'
import { parseWav } from '../server/audio/wav-file.ts'
import { askServer, ToldFailure } from './ask-server.ts'
import { quantile } from './bench/measurement.ts'
import { type LoadArguments, LoadUsageError, loadUsage, parseLoadArguments } from './load/load-arguments.ts'
import { LoadingTalk } from './load/loading-talk.ts'
import { serverUsage } from './load/server-usage.ts'
import { spokenLoop } from './load/spoken-loop.ts'

const speech = join(import.meta.dirname, '../server/testing/speech/user-en.wav')
/** As people come: not all in one moment, which would measure the handshakes alone. */
const BETWEEN_STARTS_MS = 100

/** What `npm run load` gives, as JSON. */
interface LoadReport {
  talks: number
  failed: number
  /** Why, and how often. */
  failures: Record<string, number>
  connectMs: { p50: number; p95: number; p99: number }
  /** Interarrival jitter of the partner's packets (RFC 3550), median and 95th percentile of the talks. */
  jitterMs: { p50: number; p95: number }
  /** How often sound came more than 60 ms late, in all talks. */
  gaps: number
  packets: number
  cpuPercentPerTalk: number
  memoryMbPerTalk: number
}

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseLoadArguments(args)
    if (options === 'help') {
      process.stdout.write(loadUsage)
      return 0
    }
    const report = await load(options)
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : table(report))
    return report.failed > 0 ? 1 : 0
  } catch (error) {
    if (error instanceof LoadUsageError) {
      process.stderr.write(`${error.message}\n\n${loadUsage}`)
      return 2
    }
    if (!(error instanceof ToldFailure)) throw error
    process.stderr.write(`${error.message}\n`)
    return 1
  }
}

async function load(options: LoadArguments): Promise<LoadReport> {
  const { url, token, minutes, duty } = options
  const { samples, sampleRateHz } = parseWav(await readFile(speech))
  if (sampleRateHz !== 16_000 && sampleRateHz !== 24_000)
    throw new Error(`The speech has ${sampleRateHz} Hz.`)
  const packets = spokenLoop({ samples, sampleRateHz, duty })
  const scenarioId = options.scenario ?? (await firstScenario(url, token))
  const before = await serverUsage(url, token)

  await using owned = new AsyncDisposableStack()
  const talks = Array.from({ length: options.talks }, () =>
    owned.use(new LoadingTalk({ url, token, scenarioId, packets })),
  )
  const begun: Promise<void>[] = []
  for (const talk of talks) {
    begun.push(talk.begin())
    await wait(BETWEEN_STARTS_MS)
  }
  await Promise.all(begun)
  const [fromMs, from] = [performance.now(), await serverUsage(url, token)]
  await wait(minutes * 60_000)
  const [toMs, to] = [performance.now(), await serverUsage(url, token)]
  const failures = talks.flatMap(({ failure = [] }) => failure)
  const running = talks.length - failures.length
  await Promise.all(talks.map((talk) => talk.hangUp()))

  const spread = (values: number[], share: number) => round(quantile(values, share))
  const connects = talks.flatMap(({ connectMs = [] }) => connectMs)
  const jitters = talks.flatMap(({ reception }) => reception.jitterMs ?? [])
  const perTalk = (value: number) => (running > 0 ? round(value / running) : Number.NaN)
  return {
    talks: talks.length,
    failed: failures.length,
    failures: countEach(failures),
    connectMs: { p50: spread(connects, 0.5), p95: spread(connects, 0.95), p99: spread(connects, 0.99) },
    jitterMs: { p50: spread(jitters, 0.5), p95: spread(jitters, 0.95) },
    gaps: talks.reduce((sum, { reception }) => sum + reception.gaps, 0),
    packets: talks.reduce((sum, { reception }) => sum + reception.packets, 0),
    cpuPercentPerTalk: perTalk((100_000 * (to.cpuSeconds - from.cpuSeconds)) / (toMs - fromMs)),
    memoryMbPerTalk: perTalk(to.residentMb - before.residentMb),
  }
}

async function firstScenario(url: string, token: string | undefined): Promise<string> {
  const client = createLiveTalkClient({ url, ...(token === undefined ? {} : { token }) })
  try {
    const [first] = await askServer(url, (limits) => client.scenario.list.query(undefined, limits))
    if (!first) throw new ToldFailure('The server has no scenario.')
    return first.id
  } finally {
    await client.close()
  }
}

function countEach(words: readonly string[]): Record<string, number> {
  return Object.fromEntries([...new Set(words)].map((word) => [word, words.filter((w) => w === word).length]))
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

function table(report: LoadReport): string {
  const lines = Object.entries(report).map(([name, value]) => {
    const shown = typeof value === 'object' ? JSON.stringify(value) : String(value)
    return `${name.padEnd(18)} ${shown}`
  })
  return `${lines.join('\n')}\n`
}
