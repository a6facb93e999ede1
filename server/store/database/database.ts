import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import type { ConstructorOptions } from 'pg-boss'
import type * as schema from './schema.ts'

/** Queries, the same for the embedded database and for a PostgreSQL. */
export type Db = PgDatabase<PgQueryResultHKT, typeof schema>

/**
 * A transaction under way. While one is open nothing else may be awaited in it than its own queries: the embedded
 * database has a single connection, and whatever else asked for it would wait for ever.
 */
export type Transaction = Parameters<Parameters<Db['transaction']>[0]>[0]

export interface ListenOptions {
  onPayload: (payload: string) => void
  /** The connection was lost and is back: payloads may have been missed. */
  onReconnect: () => void
}

/** An open database with its schema up to date. Whoever opened it disposes it. */
export interface Database extends AsyncDisposable {
  /** `embedded` belongs to this process alone; several servers may share a `postgres`. */
  readonly kind: 'embedded' | 'postgres'
  readonly db: Db
  /** How the job queue reaches it. */
  readonly queueConnection: Pick<ConstructorOptions, 'connectionString' | 'db' | 'backend' | 'max'>
  /** Hears what NOTIFY sends to a channel, from any server. */
  listen(channel: string, options: ListenOptions): Promise<AsyncDisposable>
}

/** Next to this file; both databases take the same. */
export const MIGRATIONS = { migrationsFolder: `${import.meta.dirname}/migrations` }
