import { z } from 'zod'
import { MAX_ID_CHARS } from '../../shared/limits.ts'
import { type ScenarioView, scenarioView, writtenScenario } from '../../shared/scenario.ts'
import type { CatalogueEntry, ScenarioCatalogue } from '../scenarios/scenario-catalogue.ts'
import { procedure, router } from './trpc.ts'

const ofScenario = z.object({ scenarioId: z.string().min(1).max(MAX_ID_CHARS) })

export function createScenarioRouter({ scenarios }: { scenarios: ScenarioCatalogue }) {
  return router({
    list: procedure.query(
      async ({ ctx }): Promise<ScenarioView[]> => (await scenarios.list(ctx.caller.scope)).map(viewOf),
    ),

    get: procedure
      .input(ofScenario)
      .query(
        async ({ input, ctx }): Promise<ScenarioView> =>
          viewOf(await scenarios.find(input.scenarioId, ctx.caller.scope)),
      ),

    /** Adds or replaces a scenario of the caller's own. */
    save: procedure
      .input(z.object({ scenario: writtenScenario }))
      .mutation(async ({ input, ctx }): Promise<ScenarioView> => {
        await scenarios.save(input.scenario, ctx.caller.scope)
        return viewOf({ scenario: input.scenario, isOwn: true })
      }),

    remove: procedure
      .input(ofScenario)
      .mutation(({ input, ctx }) => scenarios.remove(input.scenarioId, ctx.caller.scope)),
  })
}

/** Without what the partner hides, unless the user wrote it: zod leaves out what the view does not name. */
function viewOf({ scenario, isOwn }: CatalogueEntry): ScenarioView {
  const { persona, ...shown } = scenario.partner
  return scenarioView.parse({ ...scenario, isOwn, partner: isOwn ? { ...shown, persona } : shown })
}
