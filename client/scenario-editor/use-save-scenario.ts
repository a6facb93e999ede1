import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Scenario, ScenarioView } from '../../shared/scenario.ts'
import { ask, useLiveTalk } from '../trpc.ts'

/** Keeps a scenario on the server, and has the other pages know of it at once. */
export function useSaveScenario(onSaved: (scenario: ScenarioView) => void) {
  const client = useLiveTalk()
  const queries = useQueryClient()
  return useMutation({
    // Saying it twice does no harm, so it may be given up and tried again.
    mutationFn: (scenario: Scenario) =>
      ask((options) => client.scenario.save.mutate({ scenario }, options), new AbortController().signal),
    networkMode: 'always',
    onSuccess(saved) {
      queries.setQueryData(['scenario.get', saved.id], saved)
      queries.setQueryData<ScenarioView[]>(['scenario.list'], (list) => list && withSaved(list, saved))
      void queries.invalidateQueries({ queryKey: ['scenario.list'] })
      onSaved(saved)
    },
  })
}

/** In the server's order: ours, then the user's own, what was changed last first. */
function withSaved(list: readonly ScenarioView[], saved: ScenarioView): ScenarioView[] {
  const others = list.filter(({ id, isOwn }) => isOwn && id !== saved.id)
  return [...list.filter(({ isOwn }) => !isOwn), saved, ...others]
}
