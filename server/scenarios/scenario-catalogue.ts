import type { Scenario } from '../../shared/scenario.ts'
import { TalkError } from '../errors.ts'

/** The scenarios that can be practised. */
export class ScenarioCatalogue {
  readonly #byId: ReadonlyMap<string, Scenario>

  constructor(options: { scenarios: readonly Scenario[] }) {
    this.#byId = new Map(options.scenarios.map((scenario) => [scenario.id, scenario]))
  }

  list(): Scenario[] {
    return [...this.#byId.values()]
  }

  /** @throws TalkError scenarioNotFound */
  get(id: string): Scenario {
    const scenario = this.#byId.get(id)
    if (!scenario)
      throw new TalkError('scenarioNotFound', 'There is no such scenario. scenario.list has them all.')
    return scenario
  }
}
