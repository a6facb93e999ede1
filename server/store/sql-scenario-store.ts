import { and, desc, eq, type SQL } from 'drizzle-orm'
import { type Scenario, scenario as scenarioSchema } from '../../shared/scenario.ts'
import type { Clock } from '../clock.ts'
import type { Db } from './database/database.ts'
import { scenarios } from './database/schema.ts'
import { storableJson } from './database/storable.ts'
import { notify } from './notify-bus.ts'
import type { ScenarioStore } from './scenario-store.ts'
import type { TalkScope } from './talk-store.ts'

/** Scenarios of users, in the database. */
export class SqlScenarioStore implements ScenarioStore {
  readonly #db: Db
  readonly #clock: Clock

  constructor({ db, clock }: { db: Db; clock: Clock }) {
    this.#db = db
    this.#clock = clock
  }

  async save(owner: string, scenario: Scenario): Promise<void> {
    const kept = { scenario: storableJson(scenarioSchema.parse(scenario)), savedAt: this.#clock.date() }
    await this.#db.transaction(async (transaction) => {
      await transaction
        .insert(scenarios)
        .values({ owner, id: scenario.id, ...kept })
        .onConflictDoUpdate({ target: [scenarios.owner, scenarios.id], set: kept })
      await notify(transaction, 'scenario', scenario.id)
    })
  }

  async get(id: string, scope: TalkScope): Promise<Scenario | undefined> {
    const [row] = await this.#db
      .select({ scenario: scenarios.scenario })
      .from(scenarios)
      .where(and(eq(scenarios.id, id), ownedBy(scope)))
      .orderBy(desc(scenarios.savedAt))
      .limit(1)
    return row && scenarioSchema.parse(row.scenario)
  }

  async list(scope: TalkScope): Promise<Scenario[]> {
    const rows = await this.#db
      .select({ scenario: scenarios.scenario })
      .from(scenarios)
      .where(ownedBy(scope))
      .orderBy(desc(scenarios.savedAt), scenarios.id)
    return rows.map((row) => scenarioSchema.parse(row.scenario))
  }

  async remove(id: string, scope: TalkScope): Promise<boolean> {
    return this.#db.transaction(async (transaction) => {
      const removed = await transaction
        .delete(scenarios)
        .where(and(eq(scenarios.id, id), ownedBy(scope)))
        .returning({ id: scenarios.id })
      if (removed.length > 0) await notify(transaction, 'scenario', id)
      return removed.length > 0
    })
  }
}

function ownedBy({ owner }: TalkScope): SQL | undefined {
  return owner === undefined ? undefined : eq(scenarios.owner, owner)
}
