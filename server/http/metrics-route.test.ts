import { fastify } from 'fastify'
import { describe, expect, it } from 'vitest'
import { metricsRoute, type ServerCounts } from './metrics-route.ts'

const counts: ServerCounts = {
  talks: { active: 2, max: 50, opened: 7, endedByReason: { hungUp: 4, partnerLost: 1 } },
  tokens: {
    promptTokens: 30,
    responseTokens: 12,
    totalTokens: 42,
    promptByModality: { TEXT: 10, AUDIO: 20 },
  },
  skippedTicks: 3,
}

async function scraped(read: () => ServerCounts): Promise<() => Promise<string>> {
  const server = fastify()
  metricsRoute(server, { counts: read })
  return async () => (await server.inject('/metrics')).body
}

describe('what Prometheus reads', () => {
  it('tells of the talks, their ends, and what the model has cost', async () => {
    const body = await (await scraped(() => counts))()
    for (const line of [
      'live_talk_talks_active 2',
      'live_talk_talks_max 50',
      'live_talk_talks_opened_total 7',
      'live_talk_talks_ended_total{reason="hungUp"} 4',
      'live_talk_talks_ended_total{reason="partnerLost"} 1',
      'live_talk_model_tokens_total{direction="prompt",modality="AUDIO"} 20',
      'live_talk_model_tokens_total{direction="response",modality="UNKNOWN"} 12',
      'live_talk_playout_ticks_skipped_total 3',
    ]) {
      expect(body.split('\n')).toContain(line)
    }
    expect(body).toContain('process_resident_memory_bytes')
  })

  it('counts what there is now, not what was added up at each reading', async () => {
    let opened = 1
    const read = await scraped(() => ({ ...counts, talks: { ...counts.talks, opened } }))
    await read()
    opened = 2
    expect(await read()).toContain('live_talk_talks_opened_total 2\n')
  })
})
