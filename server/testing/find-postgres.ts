import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { installPackages } from './install-packages.ts'

// Debian keeps every major version in a directory of its own, away from the path.
const DEBIAN_ROOT = '/usr/lib/postgresql'
const OTHER_DIRECTORIES = [
  '/usr/local/pgsql/bin',
  '/opt/homebrew/opt/postgresql/bin',
  '/usr/local/bin',
  '/usr/bin',
]

/** Where `initdb` and `postgres` are: the directory that POSTGRES_BIN names, or the system's, the newest first. */
export function findPostgres(): string | undefined {
  const versions = existsSync(DEBIAN_ROOT) ? readdirSync(DEBIAN_ROOT) : []
  const debian = versions
    .sort((one, other) => Number(other) - Number(one))
    .map((version) => join(DEBIAN_ROOT, version, 'bin'))
  return [process.env.POSTGRES_BIN ?? '', ...debian, ...OTHER_DIRECTORIES].find(
    (directory) => directory !== '' && existsSync(join(directory, 'initdb')),
  )
}

/**
 * Makes sure that the tests have a real PostgreSQL: what is there, else Debian's.
 * @throws Error that says what to do: a missing PostgreSQL must never look like a passed test
 */
export function ensurePostgres(): string {
  const found = findPostgres() ?? (installPackages('postgresql') ? findPostgres() : undefined)
  if (found) return found
  throw new Error(
    'The tests of the store need PostgreSQL and it could not be installed. Install it (Debian: apt-get install postgresql) or name the directory of its initdb in POSTGRES_BIN.',
  )
}
