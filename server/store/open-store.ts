import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import { CloseOnce } from '../close-once.ts'
import type { Bus } from './bus.ts'
import { lockDataDir } from './database/data-dir-lock.ts'
import { EmbeddedDatabase } from './database/embedded-database.ts'
import { PostgresDatabase } from './database/postgres-database.ts'
import { withoutContents } from './database/query-error.ts'
import type { FeedbackStore } from './feedback-store.ts'
import type { JobKind, JobQueue } from './job-queue.ts'
import { NotifyBus } from './notify-bus.ts'
import { PgBossJobQueue } from './pg-boss-job-queue.ts'
import type { ScenarioStore } from './scenario-store.ts'
import { serverIdOf } from './server-id.ts'
import { type JobsAtLoss, ServerLease } from './server-lease.ts'
import { SqlFeedbackStore } from './sql-feedback-store.ts'
import { SqlScenarioStore } from './sql-scenario-store.ts'
import { SqlTalkStore } from './sql-talk-store.ts'
import type { TalkStore } from './talk-store.ts'

export interface StoreOptions {
  /** Belongs to this process alone as long as the store is open, whichever database is used. */
  dataDir: string
  /** A PostgreSQL; the embedded database in `dataDir` where there is none. */
  databaseUrl?: string | undefined
  /** Every kind of job that is ever enqueued or worked on. */
  // biome-ignore lint/suspicious/noExplicitAny: kinds of every payload stand side by side, each checks its own
  jobKinds?: readonly JobKind<any>[]
  /** What is due for a talk whose server died. Nothing, if left out. */
  jobsAtLoss?: JobsAtLoss
  clock: Clock
  log: Logger
}

/** All that is kept, behind one database. Disposing it stops its jobs, then closes the database. */
export interface Store extends AsyncDisposable {
  readonly talks: TalkStore
  readonly feedback: FeedbackStore
  readonly scenarios: ScenarioStore
  readonly jobs: JobQueue
  readonly bus: Bus
  /** Whether the database answered lately. */
  readonly isUp: boolean
  /** The same for as long as the data directory lives. */
  readonly serverId: string
}

/**
 * Opens the database with its schema brought up to date, and ends the talks that nobody runs any more.
 * @throws StartError when another process has the directory, nothing can be written there, its database is of another
 * version, or the PostgreSQL cannot be reached
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { dataDir, databaseUrl, jobKinds: kinds = [], jobsAtLoss = () => ({}), clock, log } = options
  await using opening = new AsyncDisposableStack()
  opening.use(lockDataDir(dataDir))
  const serverId = serverIdOf(dataDir)
  const database = opening.use(
    databaseUrl === undefined
      ? await EmbeddedDatabase.open(dataDir)
      : await PostgresDatabase.open({ url: databaseUrl, clock, log }),
  )
  const { db } = database
  const bus = opening.use(await NotifyBus.open(database))
  const jobs = opening.use(await PgBossJobQueue.open({ database, kinds, serverId, clock, log }))
  const lease = opening.use(new ServerLease({ db, jobs, serverId, jobsAtLoss, clock, log }))
  await lease.start()
  const owned = opening.move()
  const closing = new CloseOnce()
  return {
    talks: withoutContents(new SqlTalkStore({ db, jobs, serverId, clock })),
    feedback: withoutContents(new SqlFeedbackStore({ db, jobs })),
    scenarios: withoutContents(new SqlScenarioStore({ db, clock })),
    jobs,
    bus,
    serverId,
    get isUp() {
      return lease.isUp
    },
    [Symbol.asyncDispose]: () => closing.run(() => owned.disposeAsync()),
  }
}
