import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { leakedSince, openResources } from '../../testing/leak-check.ts'
import { createTestDataDir, openTestStore } from '../../testing/test-store.ts'
import { SETUP_TIMEOUT_MS } from '../testing/describe-stores.ts'
import { StoreProcess } from '../testing/store-process.ts'
import { lockDataDir } from './data-dir-lock.ts'
import { createDatabaseFiles, databaseVersion, makeDatabaseTemplate } from './database-template.ts'
import { EmbeddedDatabase } from './embedded-database.ts'

/** Of the whole of such a test. Far longer than what it waits for takes. */
const DEATH_MS = 60_000

describe('the data directory', () => {
  it(
    'is for one process at a time, and the second one is told which directory and what to do',
    async () => {
      await makeDatabaseTemplate()
      using directory = createTestDataDir()
      await using first = new StoreProcess('begin-job.ts', { dataDir: directory.path })
      await first.saying('working')
      const second = openTestStore({ dataDir: directory.path })
      await expect(second).rejects.toThrow(
        `Another server is using the data directory ${directory.path}. Stop that one, or give this one a directory of its own in DATA_DIR.`,
      )
      await first.kill()
      // Free at once, however its owner died.
      await using _ = await openTestStore({ dataDir: directory.path })
    },
    SETUP_TIMEOUT_MS,
  )

  it(
    'of another version of the database is refused and left as it is',
    async () => {
      using directory = createTestDataDir()
      await makeDatabaseTemplate()
      const database = join(directory.path, 'database')
      await createDatabaseFiles(database)
      writeFileSync(join(database, 'PG_VERSION'), '17\n')
      const files = readdirSync(database)
      await expect(openTestStore({ dataDir: directory.path })).rejects.toThrow(
        `The database in ${database} was written by PostgreSQL 17`,
      )
      expect(readdirSync(database)).toEqual(files)
      // Nobody holds it.
      lockDataDir(directory.path)[Symbol.dispose]()
    },
    SETUP_TIMEOUT_MS,
  )

  it(
    'makes up for a first start that was cut off',
    async () => {
      using directory = createTestDataDir()
      const half = join(directory.path, 'database.new')
      cpSync(import.meta.dirname, half, { recursive: true })
      await using _ = await openTestStore({ dataDir: directory.path })
      expect(existsSync(half)).toBe(false)
      expect(databaseVersion(join(directory.path, 'database'))).toBe('18')
    },
    SETUP_TIMEOUT_MS,
  )

  it(
    'keeps the server’s name and what was written through a restart',
    async () => {
      using directory = createTestDataDir()
      const first = await openTestStore({ dataDir: directory.path })
      const { serverId } = first
      await first[Symbol.asyncDispose]()
      await first[Symbol.asyncDispose]()
      await using second = await openTestStore({ dataDir: directory.path })
      expect(second.serverId).toBe(serverId)
      expect(second.isUp).toBe(true)
      expect(readFileSync(join(directory.path, 'server-id'), 'utf8')).toBe(serverId)
    },
    SETUP_TIMEOUT_MS,
  )
})

describe('the embedded database', () => {
  const directory = createTestDataDir()
  let database: EmbeddedDatabase
  beforeAll(async () => {
    await makeDatabaseTemplate()
    database = await EmbeddedDatabase.open(directory.path)
    await database.db.execute(sql`create table kept (words text primary key)`)
  }, SETUP_TIMEOUT_MS)
  afterAll(async () => {
    await database[Symbol.asyncDispose]()
    directory[Symbol.dispose]()
  })
  const kept = async () => (await database.queueConnection.db.executeSql('select words from kept')).rows

  it('answers a query after others that failed', async () => {
    const failing = Array.from({ length: 3 }, () => database.db.execute(sql`select * from nowhere`))
    const asked = database.db.execute(sql`select 1`)
    for (const { status } of await Promise.allSettled(failing)) expect(status).toBe('rejected')
    await asked
  })

  it('keeps nothing of a transaction that fails, and all of the one after it', async () => {
    const failing = database.db.transaction(async (transaction) => {
      await transaction.execute(sql`insert into kept values ('lost')`)
      await transaction.execute(sql`select * from nowhere`)
    })
    const next = database.db.transaction(async (transaction) => {
      await transaction.execute(sql`insert into kept values ('one')`)
      await transaction.execute(sql`insert into kept values ('two')`)
    })
    await expect(failing).rejects.toThrow()
    await next
    expect(await kept()).toEqual([{ words: 'one' }, { words: 'two' }])
  })

  it('goes on hearing what is notified when a query that failed took the connection with it', async () => {
    const heard = Promise.withResolvers<string>()
    await using _ = await database.listen('news', { onPayload: heard.resolve, onReconnect: () => undefined })
    await expect(database.db.execute(sql`select * from nowhere`)).rejects.toThrow()
    await database.db.execute(sql`select pg_notify('news', 'still here')`)
    expect(await heard.promise).toBe('still here')
  })
})

describe('the thread of the embedded database', () => {
  async function openWithThread(dataDir: string): Promise<{ database: EmbeddedDatabase; thread: Worker }> {
    const started = Promise.withResolvers<Worker>()
    process.once('worker', started.resolve)
    const database = await EmbeddedDatabase.open(dataDir)
    return { database, thread: await started.promise }
  }

  it(
    'ends with the database, which leaves nothing open',
    async () => {
      await makeDatabaseTemplate()
      using directory = createTestDataDir()
      const before = openResources()
      const { database, thread } = await openWithThread(directory.path)
      await database.db.execute(sql`select 1`)
      await Promise.all([database[Symbol.asyncDispose](), database[Symbol.asyncDispose]()])
      expect(thread.threadId).toBe(-1)
      expect(await leakedSince(before)).toEqual({})
    },
    DEATH_MS,
  )

  it(
    'fails every query when it dies, now and later, and the database can still be closed',
    async () => {
      await makeDatabaseTemplate()
      using directory = createTestDataDir()
      const before = openResources()
      const { database, thread } = await openWithThread(directory.path)
      const underWay = database.db.execute(sql`select count(*) from generate_series(1, 100000000)`)
      const next = database.db.execute(sql`select 1`)
      const settled = Promise.allSettled([underWay, next])
      await thread.terminate()
      expect(await settled).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }])
      await expect(database.db.execute(sql`select 1`)).rejects.toThrow()
      await database[Symbol.asyncDispose]()
      expect(await leakedSince(before)).toEqual({})
    },
    DEATH_MS,
  )
})
