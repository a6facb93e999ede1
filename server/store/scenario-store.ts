import type { Scenario } from '../../shared/scenario.ts'
import type { TalkScope } from './talk-store.ts'

/** The scenarios that users have written, each of them its owner's. */
export interface ScenarioStore {
  /** Replaces the owner's one of the same id. */
  save(owner: string, scenario: Scenario): Promise<void>
  get(id: string, scope: TalkScope): Promise<Scenario | undefined>
  /** The one that was changed last comes first. */
  list(scope: TalkScope): Promise<Scenario[]>
  /** Whether there was one. Talks that were held by it keep a copy. */
  remove(id: string, scope: TalkScope): Promise<boolean>
}
