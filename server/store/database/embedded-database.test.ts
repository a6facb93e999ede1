import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createTestDataDir, openTestStore } from '../../testing/test-store.ts'
import { SETUP_TIMEOUT_MS } from '../testing/describe-stores.ts'
import { StoreProcess } from '../testing/store-process.ts'
import { lockDataDir } from './data-dir-lock.ts'
import { createDatabaseFiles, databaseVersion, makeDatabaseTemplate } from './database-template.ts'

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
