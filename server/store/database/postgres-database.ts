import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { Pool } from 'pg'
import type { Logger } from 'pino'
import type { Clock } from '../../clock.ts'
import { CloseOnce } from '../../close-once.ts'
import { StartError } from '../../errors.ts'
import { type Database, type ListenOptions, MIGRATIONS } from './database.ts'
import { PostgresListener } from './postgres-listener.ts'
import * as schema from './schema.ts'

// A server of 50 talks has two or three queries under way at a time; small instances allow 100 connections in all.
const POOL_SIZE = 8
const QUEUE_POOL_SIZE = 4
const CONNECT_TIMEOUT_MS = 10_000
// Any number, the same in every version: whoever holds it migrates.
const MIGRATION_LOCK = 7_165_230_211

/** The PostgreSQL of DATABASE_URL, over a pool of connections. Several servers may share it. */
export class PostgresDatabase implements Database {
  readonly kind = 'postgres'
  readonly db
  readonly queueConnection
  readonly #pool: Pool
  readonly #url: string
  readonly #clock: Clock
  readonly #log: Logger
  readonly #closing = new CloseOnce()

  private constructor(options: { url: string; clock: Clock; log: Logger }) {
    this.#url = options.url
    this.#clock = options.clock
    this.#log = options.log
    this.#pool = new Pool({
      connectionString: options.url,
      max: POOL_SIZE,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    })
    // An idle connection broke: the pool makes another one when it is needed.
    this.#pool.on('error', (error) => this.#log.warn({ err: error }, 'a database connection was lost'))
    this.db = drizzle(this.#pool, { schema })
    this.queueConnection = {
      connectionString: options.url,
      max: QUEUE_POOL_SIZE,
      backend: 'postgres' as const,
    }
  }

  /** @throws StartError when it cannot be reached; the URL is not repeated, there is a password in it */
  static async open(options: { url: string; clock: Clock; log: Logger }): Promise<PostgresDatabase> {
    const database = new PostgresDatabase(options)
    try {
      await database.#migrate()
      return database
    } catch (error) {
      await database[Symbol.asyncDispose]()
      throw error
    }
  }

  async listen(channel: string, listening: ListenOptions): Promise<AsyncDisposable> {
    const listener = new PostgresListener({
      url: this.#url,
      channel,
      ...listening,
      clock: this.#clock,
      log: this.#log,
    })
    await listener.start()
    return listener
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#closing.run(() => this.#pool.end())
  }

  /** One server at a time: the others wait, and find nothing left to do. */
  async #migrate(): Promise<void> {
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw new StartError(
        'The PostgreSQL of DATABASE_URL cannot be reached. Is it running, and are its host, name and password right?',
        { cause: error },
      )
    })
    try {
      await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
      await migrate(drizzle(client, { schema }), MIGRATIONS)
      await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK])
    } finally {
      // After an error the connection may still hold the lock, and goes.
      client.release(true)
    }
  }
}
