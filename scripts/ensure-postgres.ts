import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensurePostgres } from '../server/testing/find-postgres.ts'

/** Makes sure that the store's tests have a PostgreSQL. They do so themselves; this does it ahead, as in an image. */
const directory = ensurePostgres()
const version = spawnSync(join(directory, 'postgres'), ['--version'], { encoding: 'utf8' }).stdout.trim()
process.stdout.write(`${version}: ${directory}\n`)
