import { sql } from 'drizzle-orm'
import { type Db, fromDrizzle, PgBoss } from 'pg-boss'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import { CloseOnce } from '../close-once.ts'
import type { Database, Transaction } from './database/database.ts'
import type { JobAttempt, JobHandler, JobKind, JobQueue, JobRequest, JobView } from './job-queue.ts'
import { type AnyJobKind, createQueues, failedName, moveJobs, queueName } from './pg-boss-queues.ts'
import { PgBossWorkers } from './pg-boss-workers.ts'

/** The PostgreSQL schema that pg-boss keeps its tables in. */
const SCHEMA = 'jobs'
const SUPERVISE_SECONDS = 5

export interface PgBossJobQueueOptions {
  /** Stays the caller's to close. */
  database: Database
  kinds: readonly AnyJobKind[]
  serverId: string
  clock: Clock
  log: Logger
}

/**
 * The job queue on pg-boss, the same on the embedded database and on a PostgreSQL. Every kind has a queue, or one a
 * server where the work needs that server's disk, and beside it one for the jobs that failed for good.
 */
export class PgBossJobQueue implements JobQueue, AsyncDisposable {
  readonly #boss: PgBoss
  readonly #workers: PgBossWorkers
  readonly #kinds: ReadonlyMap<string, AnyJobKind>
  readonly #serverId: string
  readonly #database: Database
  readonly #log: Logger
  readonly #closing = new CloseOnce()

  private constructor(options: PgBossJobQueueOptions) {
    this.#database = options.database
    this.#kinds = new Map(options.kinds.map((kind) => [kind.name, kind]))
    this.#serverId = options.serverId
    this.#log = options.log
    this.#boss = new PgBoss({
      ...options.database.queueConnection,
      schema: SCHEMA,
      useListenNotify: true,
      superviseIntervalSeconds: SUPERVISE_SECONDS,
      monitorIntervalSeconds: SUPERVISE_SECONDS,
      schedule: false,
    })
    this.#workers = new PgBossWorkers({ boss: this.#boss, clock: options.clock, log: options.log })
    this.#boss.on('error', (error) => this.#log.error({ err: error }, 'the job queue has trouble'))
    this.#boss.on('warning', ({ message }) => this.#log.warn({ warning: message }, 'the job queue warns'))
  }

  static async open(options: PgBossJobQueueOptions): Promise<PgBossJobQueue> {
    const queue = new PgBossJobQueue(options)
    try {
      await queue.#boss.start()
      for (const kind of options.kinds) await createQueues(queue.#boss, kind, options.serverId)
      if (options.database.kind === 'embedded') await queue.#releaseOrphans()
      return queue
    } catch (error) {
      await queue[Symbol.asyncDispose]()
      throw error
    }
  }

  async enqueue(...requests: JobRequest[]): Promise<void> {
    if (requests.length === 0) return
    await this.#database.db.transaction((transaction) => this.send(transaction, requests))
  }

  /**
   * Enqueues within a transaction: the jobs are there when it commits.
   * @param serverId whose disk the work needs, where it needs one
   * @returns how many of them are new: another that waits or runs already may stand for one
   */
  async send(
    transaction: Transaction,
    requests: readonly JobRequest[],
    serverId = this.#serverId,
  ): Promise<number> {
    const db = connectionOf(transaction)
    let sent = 0
    for (const { kind, key, payload } of requests) {
      const queue = queueName(this.#kind(kind), serverId)
      const id = await this.#boss.send(queue, payload, { db, singletonKey: key })
      if (id !== null) sent++
    }
    return sent
  }

  /**
   * Ends a job whose handler runs here, within the transaction that keeps what it was for: so whoever sees the outcome
   * can ask for the same work anew. What the handler does after that is not tried again.
   */
  async finish(transaction: Transaction, jobId: string): Promise<void> {
    const queue = this.#workers.queueOf(jobId)
    if (queue) await this.#boss.complete(queue, jobId, null, { db: connectionOf(transaction) })
  }

  /**
   * Has a job whose handler runs here tried again at that time, within a transaction. A try that another has overtaken
   * changes nothing. The handler is to end well after that: by its failure it would be tried by the kind's own waits.
   */
  async retryAt(
    transaction: Transaction,
    { jobId, attempt }: Pick<JobAttempt, 'jobId' | 'attempt'>,
    at: Date,
  ): Promise<void> {
    const queue = this.#workers.queueOf(jobId)
    if (!queue) return
    const db = connectionOf(transaction)
    await this.#boss.fail(
      queue,
      { id: jobId, retryCount: attempt - 1 },
      { message: 'to be tried again' },
      { db },
    )
    await this.#boss.update(queue, undefined, { id: jobId, startAfter: at, db })
  }

  /**
   * Another server's queues, which may be new to this one. To be called ahead of a transaction that sends to them.
   */
  async prepareFor(serverId: string): Promise<void> {
    for (const kind of this.#kinds.values()) {
      if (kind.place === 'sameServer') await createQueues(this.#boss, kind, serverId)
    }
  }

  /**
   * Takes over what waits for a server that will not come back. What needs its disk will not find it here; whoever
   * does the work has to bring it to an end without.
   */
  async adopt(serverId: string): Promise<void> {
    await this.prepareFor(serverId)
    for (const kind of this.#kinds.values()) {
      if (kind.place !== 'sameServer') continue
      const [from, to] = [queueName(kind, serverId), queueName(kind, this.#serverId)]
      await this.#moveJobs(from, to)
      await this.#moveJobs(failedName(from), failedName(to))
    }
  }

  async work<Payload extends object>(
    kind: JobKind<Payload>,
    handler: JobHandler<Payload>,
    { concurrency = 1 }: { concurrency?: number } = {},
  ): Promise<AsyncDisposable> {
    const queue = queueName(this.#kind(kind.name), this.#serverId)
    return this.#workers.work(queue, kind, { handler, concurrency })
  }

  async isDue(kinds: readonly { name: string }[], key: string): Promise<boolean> {
    const { rows } = await this.#boss.getDb().executeSql(
      `select 1 from ${SCHEMA}.job
       where (name = any ($1) or name like any ($2)) and state < 'completed'
         and (singleton_key = $3 or starts_with(singleton_key, $3 || '/')) limit 1`,
      [kinds.map(({ name }) => name), kinds.map(({ name }) => `${name}.on.%`), key],
    )
    return rows.length > 0
  }

  async list(kind: { name: string }, { limit = 100 } = {}): Promise<JobView[]> {
    const { rows } = await this.#boss.getDb().executeSql(
      `select id, singleton_key as key, state, retry_count as retries,
              (extract(epoch from start_after) * 1000)::float8 as due_ms from ${SCHEMA}.job
       where name = $1 or name like $2 order by created_on desc limit $3`,
      [kind.name, `${kind.name}.on.%`, limit],
    )
    return rows
      .filter(({ key }) => key !== null)
      .map(({ id, key, state, retries, due_ms }) => ({
        id,
        key,
        state: viewedState(state),
        attempts: state === 'created' ? 0 : Number(retries) + 1,
        dueAt: new Date(Number(due_ms)),
      }))
  }

  /** Whatever runs is told to stop; what does not is cut off. Both are tried again later. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#closing.run(async () => {
      await this.#workers.close()
      await this.#boss.stop({ graceful: false })
    })
  }

  /** Each batch is in one queue or in the other, whatever happens. */
  async #moveJobs(from: string, to: string): Promise<void> {
    const moveSome = (transaction: Transaction) => moveJobs(this.#boss, from, to, connectionOf(transaction))
    while (await this.#database.db.transaction(moveSome));
  }

  /** Nobody else can have been working here, so what was active died with the process before. */
  async #releaseOrphans(): Promise<void> {
    const { rows } = await this.#boss
      .getDb()
      .executeSql(`select name, id from ${SCHEMA}.job where state = 'active'`)
    for (const { name, id } of rows) await this.#boss.fail(name, id, { message: 'the process ended' })
  }

  #kind(name: string): AnyJobKind {
    const kind = this.#kinds.get(name)
    if (!kind) throw new Error(`the job queue was opened without the kind ${name}`)
    return kind
  }
}

function connectionOf(transaction: Transaction): Db {
  // Both sides have `execute`; their types differ in what they say of its rows.
  return fromDrizzle(transaction as Parameters<typeof fromDrizzle>[0], sql)
}

function viewedState(state: string): JobView['state'] {
  if (state === 'active') return 'active'
  if (state === 'completed') return 'done'
  return state === 'created' || state === 'retry' ? 'waiting' : 'failed'
}
