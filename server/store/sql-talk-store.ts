import {
  and,
  desc,
  eq,
  exists,
  getTableColumns,
  gte,
  ilike,
  inArray,
  lt,
  notInArray,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import { type Scenario, scenario as scenarioSchema } from '../../shared/scenario.ts'
import type { TalkRecord, TalkSummary } from '../../shared/talk.ts'
import type { Clock } from '../clock.ts'
import type { Db, Transaction } from './database/database.ts'
import { talks, turns } from './database/schema.ts'
import { storableJson, storableText } from './database/storable.ts'
import { retryWhileAway } from './database/while-away.ts'
import { awaitFeedback } from './feedback-rows.ts'
import { notify } from './notify-bus.ts'
import type { PgBossJobQueue } from './pg-boss-job-queue.ts'
import { SavedTurns } from './saved-turns.ts'
import { decodeCursor, encodeCursor, type TalkCursor } from './talk-cursor.ts'
import { recordOf, summaryOf, talkRowOf, turnRowOf } from './talk-rows.ts'
import type { Page, SaveOptions, TalkQuery, TalkScope, TalkStore } from './talk-store.ts'

const scenarioTitle = sql<string | null>`${talks.scenario} ->> 'title'`
const { scenario: _, ...ownColumns } = getTableColumns(talks)
const recordColumns = { ...ownColumns, scenarioTitle }
const { media: __, savedAt: ___, serverId: ____, ...summaryColumns } = recordColumns

/** Talks in the database, a row a talk and a row a turn. */
export class SqlTalkStore implements TalkStore {
  readonly #db: Db
  readonly #jobs: PgBossJobQueue
  readonly #serverId: string
  readonly #clock: Clock
  readonly #saved = new SavedTurns()

  constructor(options: { db: Db; jobs: PgBossJobQueue; serverId: string; clock: Clock }) {
    this.#db = options.db
    this.#jobs = options.jobs
    this.#serverId = options.serverId
    this.#clock = options.clock
  }

  async save(record: TalkRecord, { scenario, jobs = [], awaitsFeedback }: SaveOptions = {}): Promise<void> {
    const saveIn = async (transaction: Transaction) => {
      if (!(await this.#saveTalk(transaction, record, scenario))) return false
      await this.#saveTurns(transaction, record)
      if (awaitsFeedback) await awaitFeedback(transaction, record.id)
      await this.#jobs.send(transaction, jobs)
      return true
    }
    const isKept = await retryWhileAway(this.#clock, () => this.#db.transaction(saveIn))
    if (isKept && record.state !== 'ended') this.#saved.remember(record.id, record.turns)
    else this.#saved.forget(record.id)
  }

  async get(id: string, scope: TalkScope): Promise<TalkRecord | undefined> {
    // In one transaction, so that the turns are of the same moment as the talk.
    return this.#db.transaction(
      async (transaction) => {
        const [row] = await transaction
          .select(recordColumns)
          .from(talks)
          .where(and(eq(talks.id, id), ownedBy(scope)))
        if (!row) return undefined
        return recordOf(row, await turnsOf(transaction, id))
      },
      { isolationLevel: 'repeatable read', accessMode: 'read only' },
    )
  }

  async getScenario(id: string): Promise<Scenario | undefined> {
    const [row] = await this.#db.select({ scenario: talks.scenario }).from(talks).where(eq(talks.id, id))
    return row?.scenario ? scenarioSchema.parse(row.scenario) : undefined
  }

  async list(scope: TalkScope, { limit, ...query }: TalkQuery): Promise<Page<TalkSummary>> {
    const rows = await this.#db
      .select(summaryColumns)
      .from(talks)
      .where(and(ownedBy(scope), ...conditionsOf(this.#db, query)))
      .orderBy(desc(talks.startedAt), desc(talks.id))
      .limit(limit + 1)
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    return {
      items: page.map(summaryOf),
      nextCursor: last && rows.length > limit ? encodeCursor(last) : null,
    }
  }

  async remove(id: string, scope: TalkScope, { jobs = [] }: { jobs?: SaveOptions['jobs'] } = {}) {
    const ofTalk = and(eq(talks.id, id), ownedBy(scope))
    const [held] = await this.#db.select({ by: talks.serverId }).from(talks).where(ofTalk)
    if (!held) return false
    // Its sound may lie on the disk of another server.
    if (held.by !== this.#serverId) await this.#jobs.prepareFor(held.by)
    return this.#db.transaction(async (transaction) => {
      const removed = await transaction.delete(talks).where(ofTalk).returning({ id: talks.id })
      if (removed.length === 0) return false
      await this.#jobs.send(transaction, jobs, held.by)
      await notify(transaction, 'talk', id)
      return true
    })
  }

  /** @returns false when it was removed meanwhile */
  async #saveTalk(transaction: Transaction, record: TalkRecord, scenario?: Scenario): Promise<boolean> {
    const row = {
      ...talkRowOf(record),
      ...(scenario ? { scenario: storableJson(scenario) } : {}),
      serverId: this.#serverId,
      savedAt: this.#clock.date(),
    }
    if (this.#saved.changesOf(record.id, record.turns)) {
      const updated = await transaction
        .update(talks)
        .set(row)
        .where(eq(talks.id, record.id))
        .returning({ id: talks.id })
      return updated.length > 0
    }
    await transaction
      .insert(talks)
      .values({ id: record.id, ...row })
      .onConflictDoUpdate({ target: talks.id, set: row })
    return true
  }

  async #saveTurns(transaction: Transaction, record: TalkRecord): Promise<void> {
    const changes = this.#saved.changesOf(record.id, record.turns)
    const changed = changes?.changed ?? record.turns.map((turn, position) => ({ turn, position }))
    const ofTalk = eq(turns.talkId, record.id)
    if (!changes) {
      const ids = record.turns.map(({ id }) => id)
      await transaction
        .delete(turns)
        .where(and(ofTalk, ids.length > 0 ? notInArray(turns.id, ids) : undefined))
    } else if (changes.gone.length > 0) {
      await transaction.delete(turns).where(and(ofTalk, inArray(turns.id, changes.gone)))
    }
    if (changed.length === 0) return
    await transaction
      .insert(turns)
      .values(changed.map(({ turn, position }) => turnRowOf(record.id, turn, position)))
      .onConflictDoUpdate({
        target: [turns.talkId, turns.id],
        set: {
          position: sql`excluded.position`,
          role: sql`excluded.role`,
          text: sql`excluded.text`,
          startMs: sql`excluded.start_ms`,
          endMs: sql`excluded.end_ms`,
          heardMs: sql`excluded.heard_ms`,
          latencyMs: sql`excluded.latency_ms`,
        },
      })
  }
}

export function turnsOf(db: Pick<Db, 'select'>, talkId: string) {
  return db.select().from(turns).where(eq(turns.talkId, talkId)).orderBy(turns.startMs, turns.position)
}

function ownedBy({ owner }: TalkScope): SQL | undefined {
  return owner === undefined ? undefined : eq(talks.owner, owner)
}

function conditionsOf(db: Db, { cursor, scenarioId, text, from, to }: Omit<TalkQuery, 'limit'>) {
  return [
    cursor === undefined ? undefined : olderThan(decodeCursor(cursor)),
    scenarioId === undefined ? undefined : eq(talks.scenarioId, scenarioId),
    from && gte(talks.startedAt, from),
    to && lt(talks.startedAt, to),
    text === undefined ? undefined : containing(db, text),
  ]
}

function olderThan({ startedAt, id }: TalkCursor): SQL | undefined {
  return or(lt(talks.startedAt, startedAt), and(eq(talks.startedAt, startedAt), lt(talks.id, id)))
}

function containing(db: Db, text: string): SQL | undefined {
  const pattern = `%${storableText(text).replaceAll(/[\\%_]/g, '\\$&')}%`
  const saying = db
    .select({ one: sql`1` })
    .from(turns)
    .where(and(eq(turns.talkId, talks.id), ilike(turns.text, pattern)))
  return or(exists(saying), ilike(scenarioTitle, pattern))
}
