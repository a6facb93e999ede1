import { useQuery } from '@tanstack/react-query'
import { ask, useLiveTalk } from '../trpc.ts'

export function useScenarios() {
  const client = useLiveTalk()
  return useQuery({
    queryKey: ['scenario.list'],
    queryFn: ({ signal }) => ask((options) => client.scenario.list.query(undefined, options), signal),
  })
}

export function useScenario(scenarioId: string) {
  const client = useLiveTalk()
  return useQuery({
    queryKey: ['scenario.get', scenarioId],
    queryFn: ({ signal }) => ask((options) => client.scenario.get.query({ scenarioId }, options), signal),
  })
}
