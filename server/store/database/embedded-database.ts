import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { MessageChannel, Worker } from 'node:worker_threads'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { type ClientBase, escapeIdentifier, Pool } from 'pg'
import { fromPglite } from 'pg-boss'
import { CloseOnce } from '../../close-once.ts'
import { StartError } from '../../errors.ts'
import { type Database, type ListenOptions, MIGRATIONS } from './database.ts'
import { createDatabaseFiles, databaseVersion } from './database-template.ts'
import type { ThreadRequest, ThreadStart } from './pglite-thread.ts'
import * as schema from './schema.ts'
import { ThreadStream } from './thread-stream.ts'

/** The major version of the PostgreSQL inside the pinned PGlite. It reads no other's files. */
const POSTGRES_VERSION = '18'

/** The one role and the database that PGlite has. Else `pg` would look for them in the environment. */
const LOGIN = { user: 'postgres', database: 'postgres', ssl: false }

/**
 * PostgreSQL compiled to WebAssembly, on the disk of this machine. What it says is committed has been synced. It runs
 * in a thread of its own: it stops its thread for as long as a query and its fsync take, and live audio needs the main
 * one every 20 ms. `pg` reaches it like any other server, over the one connection that it has. The caller holds the
 * lock of the data directory as long as this is open.
 * @throws StartError for files of another version
 */
export class EmbeddedDatabase implements Database {
  readonly kind = 'embedded'
  readonly db
  readonly queueConnection
  readonly #thread: Worker
  readonly #pool: Pool
  readonly #listeners = new Map<string, Set<(payload: string) => void>>()
  readonly #closing = new CloseOnce()

  private constructor(thread: Worker) {
    this.#thread = thread
    this.#pool = new Pool({
      ...LOGIN,
      max: 1,
      idleTimeoutMillis: 0,
      stream: () => this.#connect(),
      // The pool waits for it, before whoever asked for the connection has it.
      onConnect: (client) => this.#hear(client),
    })
    // A query failed and took its connection with it, or the thread died: whoever asks next sees which.
    this.#pool.on('error', () => undefined)
    this.db = drizzle(this.#pool, { schema })
    const query = (text: string, values?: unknown[]) => this.#pool.query(text, values)
    const exec = async (text: string) => [await this.#pool.query(text)].flat()
    const listen = (channel: string, onPayload: (payload: string) => void) => this.#listen(channel, onPayload)
    this.queueConnection = { db: fromPglite({ query, exec, listen }), backend: 'pglite' as const }
  }

  static async open(dataDir: string): Promise<EmbeddedDatabase> {
    const directory = join(dataDir, 'database')
    if (!existsSync(directory)) await createDatabaseFiles(directory)
    assertReadable(directory)
    const workerData: ThreadStart = { directory }
    const thread = new Worker(new URL('pglite-thread.ts', import.meta.url), { workerData })
    await once(thread, 'message')
    // Its connections end with it, and tell whoever is waiting.
    thread.on('error', () => undefined)
    const database = new EmbeddedDatabase(thread)
    try {
      await migrate(database.db, MIGRATIONS)
      return database
    } catch (error) {
      await database[Symbol.asyncDispose]()
      throw error
    }
  }

  async listen(channel: string, { onPayload }: ListenOptions): Promise<AsyncDisposable> {
    const unlisten = await this.#listen(channel, onPayload)
    return { [Symbol.asyncDispose]: unlisten }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#closing.run(async () => {
      await this.#pool.end()
      if (this.#thread.threadId < 0) return // it has ended already
      const ended = once(this.#thread, 'exit')
      this.#thread.postMessage({ type: 'close' } satisfies ThreadRequest)
      await ended
    })
  }

  #connect(): ThreadStream {
    const { port1, port2 } = new MessageChannel()
    // Of a thread that has ended nothing would come, not even the port's end.
    if (this.#thread.threadId < 0) port2.close()
    else this.#thread.postMessage({ type: 'connect', port: port2 } satisfies ThreadRequest, [port2])
    return new ThreadStream(port1)
  }

  /** @returns what ends it */
  async #listen(channel: string, onPayload: (payload: string) => void): Promise<() => Promise<void>> {
    const heard = this.#listeners.get(channel) ?? new Set()
    this.#listeners.set(channel, heard.add(onPayload))
    await this.#pool.query(listenTo(channel))
    return async () => void heard.delete(onPayload)
  }

  /** A new connection hears what the one before did. Nothing is said in between: nobody else is there to say it. */
  async #hear(client: ClientBase): Promise<void> {
    client.on('notification', ({ channel, payload = '' }) => {
      for (const onPayload of this.#listeners.get(channel) ?? []) onPayload(payload)
    })
    for (const channel of this.#listeners.keys()) await client.query(listenTo(channel))
  }
}

function listenTo(channel: string): string {
  return `listen ${escapeIdentifier(channel)}`
}

function assertReadable(directory: string): void {
  const found = databaseVersion(directory)
  if (found === POSTGRES_VERSION) return
  throw new StartError(
    `The database in ${directory} was written by PostgreSQL ${found}, and this version of Live Talk reads ${POSTGRES_VERSION}. Start the version that wrote it, or set DATA_DIR to a new directory: it fills itself from the archive.`,
  )
}
