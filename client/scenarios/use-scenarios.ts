import { queryOptions, useQuery } from '@tanstack/react-query'
import type { LiveTalkClient } from '../sdk/live-talk-client.ts'
import { ask, useLiveTalk } from '../trpc.ts'

export const scenarioListQuery = (client: LiveTalkClient) =>
  queryOptions({
    queryKey: ['scenario.list'],
    queryFn: ({ signal }) => ask((options) => client.scenario.list.query(undefined, options), signal),
  })

export const scenarioQuery = (client: LiveTalkClient, scenarioId: string) =>
  queryOptions({
    queryKey: ['scenario.get', scenarioId],
    queryFn: ({ signal }) => ask((options) => client.scenario.get.query({ scenarioId }, options), signal),
  })

export function useScenarios() {
  return useQuery(scenarioListQuery(useLiveTalk()))
}

export function useScenario(scenarioId: string) {
  return useQuery(scenarioQuery(useLiveTalk(), scenarioId))
}
