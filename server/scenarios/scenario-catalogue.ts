import type { Scenario } from '../../shared/scenario.ts'
import { TalkError } from '../errors.ts'

/** Whose scenarios: one owner's, or everybody's. */
export interface ScenarioScope {
  owner?: string
}

/** Where users' own scenarios are kept. */
export interface OwnScenarios {
  save(owner: string, scenario: Scenario): Promise<void>
  get(id: string, scope: ScenarioScope): Promise<Scenario | undefined>
  /** The one that was changed last comes first. */
  list(scope: ScenarioScope): Promise<Scenario[]>
  /** Whether there was one. */
  remove(id: string, scope: ScenarioScope): Promise<boolean>
}

/** Of a scenario that can be practised. */
export interface CatalogueEntry {
  scenario: Scenario
  /** Written by a user: it may be changed and removed, and its persona is no secret to them. */
  isOwn: boolean
}

/** Enough for a training department; a list is sent whole. */
const MAX_OWN = 200
/** The owner of what is written where nobody has a name. */
const NOBODY = 'anyone'

/** The scenarios that can be practised: ours, and those that users have written. */
export class ScenarioCatalogue {
  readonly #builtIn: ReadonlyMap<string, Scenario>
  readonly #own: OwnScenarios

  constructor({ builtIn, own }: { builtIn: readonly Scenario[]; own: OwnScenarios }) {
    this.#builtIn = new Map(builtIn.map((scenario) => [scenario.id, scenario]))
    this.#own = own
  }

  /** Ours first. */
  async list(scope: ScenarioScope): Promise<CatalogueEntry[]> {
    const own = await this.#own.list(scope)
    return [
      ...[...this.#builtIn.values()].map((scenario) => ({ scenario, isOwn: false })),
      ...own.map((scenario) => ({ scenario, isOwn: true })),
    ]
  }

  /** @throws TalkError scenarioNotFound */
  async find(id: string, scope: ScenarioScope): Promise<CatalogueEntry> {
    const builtIn = this.#builtIn.get(id)
    if (builtIn) return { scenario: builtIn, isOwn: false }
    const own = await this.#own.get(id, scope)
    if (own) return { scenario: own, isOwn: true }
    throw new TalkError('scenarioNotFound', 'There is no such scenario. scenario.list has them all.')
  }

  /** @throws TalkError scenarioNotFound */
  async get(id: string, scope: ScenarioScope): Promise<Scenario> {
    return (await this.find(id, scope)).scenario
  }

  /**
   * Keeps a user's scenario, in place of their one of the same id.
   * @throws TalkError notAllowed for an id of ours, tooLarge for one more than can be
   */
  async save(scenario: Scenario, { owner = NOBODY }: ScenarioScope): Promise<void> {
    if (this.#builtIn.has(scenario.id)) {
      throw new TalkError('notAllowed', 'A scenario of ours has this id. Save yours under another one.')
    }
    const own = await this.#own.list({ owner })
    if (own.length >= MAX_OWN && !own.some(({ id }) => id === scenario.id)) {
      throw new TalkError('tooLarge', `There are ${MAX_OWN} scenarios of yours already. Remove one first.`)
    }
    await this.#own.save(owner, scenario)
  }

  /** @throws TalkError scenarioNotFound, notAllowed for one of ours */
  async remove(id: string, scope: ScenarioScope): Promise<void> {
    if (this.#builtIn.has(id)) throw new TalkError('notAllowed', 'The scenarios of ours stay.')
    if (!(await this.#own.remove(id, scope))) {
      throw new TalkError('scenarioNotFound', 'There is no such scenario of yours.')
    }
  }
}
