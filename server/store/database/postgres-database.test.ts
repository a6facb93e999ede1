import { pino } from 'pino'
import { expect, it } from 'vitest'
import { systemClock } from '../../clock.ts'
import { Postgres } from '../../testing/postgres.ts'
import { SETUP_TIMEOUT_MS } from '../testing/describe-stores.ts'
import { PostgresDatabase } from './postgres-database.ts'
import { talks } from './schema.ts'

it(
  'servers that start at the same moment on an empty PostgreSQL all find the schema made',
  async () => {
    await using postgres = await Postgres.start()
    const url = await postgres.createDatabase()
    const options = { url, clock: systemClock, log: pino({ level: 'silent' }) }
    await using owned = new AsyncDisposableStack()
    const opened = await Promise.all(Array.from({ length: 5 }, () => PostgresDatabase.open(options)))
    for (const database of opened) owned.use(database)
    for (const { db } of opened) expect(await db.select().from(talks)).toEqual([])
  },
  SETUP_TIMEOUT_MS,
)
