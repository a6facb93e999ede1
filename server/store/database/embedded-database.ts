import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'
import { fromPglite } from 'pg-boss'
import { CloseOnce } from '../../close-once.ts'
import { DataDirError } from './data-dir-lock.ts'
import { type Database, type ListenOptions, MIGRATIONS } from './database.ts'
import { createDatabaseFiles, databaseVersion } from './database-template.ts'
import * as schema from './schema.ts'
import { SyncedNodeFs } from './synced-node-fs.ts'

/** The major version of the PostgreSQL inside the pinned PGlite. It reads no other's files. */
const POSTGRES_VERSION = '18'

const START_PARAMS = [
  // `-F` would turn fsync off.
  ...PGlite.defaultStartParams.filter((param) => param !== '-F'),
  ...['-c', 'wal_sync_method=fsync'],
  // 205 MB of resident memory instead of 345 with the default of 128 MB; a history of talks needs no more.
  ...['-c', 'shared_buffers=16MB'],
]

/**
 * PostgreSQL compiled to WebAssembly, in this process, on the disk of this machine. What it says is committed has
 * been synced. It runs on the main thread, which live audio needs too: queries have to be small. The caller holds
 * the lock of the data directory as long as this is open.
 * @throws DataDirError for files of another version
 */
export class EmbeddedDatabase implements Database {
  readonly kind = 'embedded'
  readonly db
  readonly queueConnection
  readonly #pglite: PGlite
  readonly #closing = new CloseOnce()

  private constructor(pglite: PGlite) {
    this.#pglite = pglite
    this.db = drizzle(pglite, { schema })
    this.queueConnection = { db: fromPglite(pglite), backend: 'pglite' as const }
  }

  static async open(dataDir: string): Promise<EmbeddedDatabase> {
    const directory = join(dataDir, 'database')
    if (!existsSync(directory)) await createDatabaseFiles(directory)
    assertReadable(directory)
    const fs = new SyncedNodeFs(directory)
    const pglite = await PGlite.create({ fs, startParams: START_PARAMS })
    const database = new EmbeddedDatabase(pglite)
    try {
      await migrate(database.db, MIGRATIONS)
      await pglite.query('checkpoint')
      if (fs.syncCount === 0) throw new Error('the embedded database does not sync to the disk')
      return database
    } catch (error) {
      await database[Symbol.asyncDispose]()
      throw error
    }
  }

  async listen(channel: string, { onPayload }: ListenOptions): Promise<AsyncDisposable> {
    const unlisten = await this.#pglite.listen(channel, onPayload)
    return { [Symbol.asyncDispose]: () => unlisten() }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#closing.run(() => this.#pglite.close())
  }
}

function assertReadable(directory: string): void {
  const found = databaseVersion(directory)
  if (found === POSTGRES_VERSION) return
  throw new DataDirError(
    `The database in ${directory} was written by PostgreSQL ${found}, and this version of Live Talk reads ${POSTGRES_VERSION}. Start the version that wrote it, or set DATA_DIR to a new directory: it fills itself from the archive.`,
  )
}
