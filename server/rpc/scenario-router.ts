import { z } from 'zod'
import { MAX_ID_CHARS } from '../../shared/limits.ts'
import { type Scenario, type ScenarioView, scenarioView } from '../../shared/scenario.ts'
import type { ScenarioCatalogue } from '../scenarios/scenario-catalogue.ts'
import { procedure, router } from './trpc.ts'

export function createScenarioRouter({ scenarios }: { scenarios: ScenarioCatalogue }) {
  return router({
    list: procedure.query((): ScenarioView[] => scenarios.list().map(viewOf)),
    get: procedure
      .input(z.object({ scenarioId: z.string().max(MAX_ID_CHARS) }))
      .query(({ input }): ScenarioView => viewOf(scenarios.get(input.scenarioId))),
  })
}

/** Without the persona: zod leaves out what the view does not name. */
function viewOf(scenario: Scenario): ScenarioView {
  return scenarioView.parse(scenario)
}
