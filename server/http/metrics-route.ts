import type { FastifyInstance } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { TokenUsage } from '../../shared/token-usage.ts'

/** What the server counts, read when somebody asks. All of it since the process began. */
export interface ServerCounts {
  talks: { active: number; max: number; opened: number; endedByReason: Readonly<Record<string, number>> }
  /** Of the model, over all talks. */
  tokens: TokenUsage | undefined
  /** Ticks of the 20 ms clock that came too late to be played. */
  skippedTicks: number
}

/** `GET /metrics` in Prometheus's text form (https://prometheus.io/docs/instrumenting/exposition_formats/). */
export function metricsRoute(server: FastifyInstance, options: { counts: () => ServerCounts }): void {
  const registry = createRegistry(options.counts)
  server.get('/metrics', async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  )
}

/** A registry of its own, so that two servers in one process do not count together. */
function createRegistry(counts: () => ServerCounts): Registry {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value())
      },
    })
  gauge('live_talk_talks_active', 'Talks that run now.', () => counts().talks.active)
  gauge('live_talk_talks_max', 'Talks that may run at once.', () => counts().talks.max)
  counter(registry, 'live_talk_talks_opened_total', 'Talks that began.', [], () => [
    { labels: {}, value: counts().talks.opened },
  ])
  counter(registry, 'live_talk_talks_ended_total', 'Talks that ended, by why.', ['reason'], () =>
    Object.entries(counts().talks.endedByReason).map(([reason, value]) => ({ labels: { reason }, value })),
  )
  counter(
    registry,
    'live_talk_model_tokens_total',
    'Tokens that the model of the talks has counted.',
    ['direction', 'modality'],
    () => tokenCounts(counts().tokens),
  )
  counter(
    registry,
    'live_talk_playout_ticks_skipped_total',
    'Frames of 20 ms that no talk could send, for the process was late by more than 200 ms.',
    [],
    () => [{ labels: {}, value: counts().skippedTicks }],
  )
  return registry
}

interface Count {
  labels: Record<string, string>
  value: number
}

/** A counter whose truth lies elsewhere: set anew each time it is read. */
function counter(
  registry: Registry,
  name: string,
  help: string,
  labelNames: string[],
  read: () => Count[],
): void {
  new Counter({
    name,
    help,
    labelNames,
    registers: [registry],
    collect() {
      this.reset()
      for (const { labels, value } of read()) this.inc(labels, value)
    },
  })
}

function tokenCounts(usage: TokenUsage | undefined): Count[] {
  if (!usage) return []
  const of = (direction: string, total: number, byModality: Record<string, number> | undefined): Count[] =>
    byModality
      ? Object.entries(byModality).map(([modality, value]) => ({ labels: { direction, modality }, value }))
      : [{ labels: { direction, modality: 'UNKNOWN' }, value: total }]
  return [
    ...of('prompt', usage.promptTokens, usage.promptByModality),
    ...of('response', usage.responseTokens, usage.responseByModality),
  ]
}
