import { and, eq, isNull, lt, ne, or, sql } from 'drizzle-orm'
import type { Logger } from 'pino'
import type { TalkRecord } from '../../shared/talk.ts'
import type { Clock } from '../clock.ts'
import { CloseOnce } from '../close-once.ts'
import type { Db, Transaction } from './database/database.ts'
import { servers, talks } from './database/schema.ts'
import { awaitFeedback } from './feedback-rows.ts'
import { notify } from './notify-bus.ts'
import type { PgBossJobQueue } from './pg-boss-job-queue.ts'
import { turnsOf } from './sql-talk-store.ts'
import { recordOf } from './talk-rows.ts'
import type { SaveOptions } from './talk-store.ts'

const HEARTBEAT_MS = 5_000
/** Three beats: one may be late, two in a row are not. */
const LEASE_SECONDS = 15
// A machine that restarts is back by then; a container that was replaced never is.
const GONE_FOR_GOOD_SECONDS = 900
const ENDED_AT_ONCE = 50

/** What is due when a talk was ended in its server's stead. */
export type JobsAtLoss = (record: TalkRecord) => Pick<SaveOptions, 'jobs' | 'awaitsFeedback'>

/**
 * Tells the other servers that this one lives, and ends the talks of those that do not: the talk that ran in a
 * process which died is over, and what was said in it is to be kept and judged like any other.
 */
export class ServerLease implements AsyncDisposable {
  readonly #db: Db
  readonly #jobs: PgBossJobQueue
  readonly #serverId: string
  readonly #jobsAtLoss: JobsAtLoss
  readonly #clock: Clock
  readonly #log: Logger
  readonly #closing = new CloseOnce()
  #timer: Disposable | undefined
  #beating: Promise<void> = Promise.resolve()
  #isUp = true

  constructor(options: {
    db: Db
    jobs: PgBossJobQueue
    serverId: string
    jobsAtLoss: JobsAtLoss
    clock: Clock
    log: Logger
  }) {
    this.#db = options.db
    this.#jobs = options.jobs
    this.#serverId = options.serverId
    this.#jobsAtLoss = options.jobsAtLoss
    this.#clock = options.clock
    this.#log = options.log
  }

  /** Whether the database answered when it was asked last, some seconds ago. */
  get isUp(): boolean {
    return this.#isUp
  }

  /** Ends what a former process under this id left, too: there is no other one, or it could not have its place. */
  async start(): Promise<void> {
    await this.#db.delete(servers).where(eq(servers.id, this.#serverId))
    await this.#endLostTalks()
    await this.#beat()
    this.#schedule()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#closing.run(async () => {
      this.#timer?.[Symbol.dispose]()
      await this.#beating
    })
  }

  #schedule(): void {
    if (this.#closing.begun) return
    this.#timer = this.#clock.after(HEARTBEAT_MS, () => {
      this.#beating = this.#beatAndSweep().finally(() => this.#schedule())
    })
  }

  async #beatAndSweep(): Promise<void> {
    try {
      await this.#beat()
      await this.#endLostTalks()
      await this.#takeOverFromGone()
      if (!this.#isUp) this.#log.info('the database answers again')
      this.#isUp = true
    } catch (error) {
      if (this.#isUp) this.#log.error({ err: error }, 'the database does not answer')
      this.#isUp = false
    }
  }

  /** By the database's clock: servers' clocks differ. */
  async #beat(): Promise<void> {
    const heartbeatAt = sql`now()`
    await this.#db
      .insert(servers)
      .values({ id: this.#serverId, heartbeatAt })
      .onConflictDoUpdate({ target: servers.id, set: { heartbeatAt } })
  }

  async #endLostTalks(): Promise<void> {
    const lost = await this.#db
      .select({ id: talks.id, serverId: talks.serverId })
      .from(talks)
      .leftJoin(servers, eq(servers.id, talks.serverId))
      .where(and(ne(talks.state, 'ended'), isDead()))
      .limit(ENDED_AT_ONCE)
    for (const serverId of new Set(lost.map((talk) => talk.serverId))) await this.#jobs.prepareFor(serverId)
    for (const { id } of lost) {
      const ended = await this.#db.transaction((transaction) => this.#end(transaction, id))
      if (ended) this.#log.warn({ talkId: id }, 'ended a talk whose server is gone')
    }
    if (lost.length === ENDED_AT_ONCE) await this.#endLostTalks()
  }

  /** Two servers may do so at once: a job is moved by one of them. */
  async #takeOverFromGone(): Promise<void> {
    const gone = await this.#db.select().from(servers).where(silentFor(GONE_FOR_GOOD_SECONDS))
    for (const { id } of gone) {
      await this.#jobs.adopt(id)
      await this.#db.delete(servers).where(and(eq(servers.id, id), silentFor(GONE_FOR_GOOD_SECONDS)))
      this.#log.warn({ serverId: id }, 'took over the jobs of a server that is gone')
    }
  }

  /** @returns false when another server is at it */
  async #end(transaction: Transaction, id: string): Promise<boolean> {
    const [row] = await transaction
      .select()
      .from(talks)
      .where(and(eq(talks.id, id), ne(talks.state, 'ended')))
      .for('update', { skipLocked: true })
    if (!row) return false
    const ending = { state: 'ended', endReason: 'serverLost', endedAt: row.savedAt }
    await transaction.update(talks).set(ending).where(eq(talks.id, id))
    const record = recordOf({ ...row, ...ending }, await turnsOf(transaction, id))
    const { jobs = [], awaitsFeedback } = this.#jobsAtLoss(record)
    if (awaitsFeedback) await awaitFeedback(transaction, id)
    await this.#jobs.send(transaction, jobs, row.serverId)
    await notify(transaction, 'talk', id)
    return true
  }
}

function isDead() {
  return or(isNull(servers.id), silentFor(LEASE_SECONDS))
}

function silentFor(seconds: number) {
  return lt(servers.heartbeatAt, sql`now() - make_interval(secs => ${seconds})`)
}
