import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import packageJson from '../../../package.json' with { type: 'json' }

const PGLITE_VERSION = packageJson.dependencies['@electric-sql/pglite']

/**
 * An empty database, made ahead by the build: copying it takes 0.4 s, making one takes 5 s and 1.1 GB of memory.
 * One for each version of PGlite, since another version's is not to be copied.
 */
export const DATABASE_TEMPLATE = join(
  import.meta.dirname,
  '../../../dist/database-templates',
  `pglite-${PGLITE_VERSION}`,
)

/** Makes the template unless it is there. Several processes may do so at once: one of them wins. */
export async function makeDatabaseTemplate(template = DATABASE_TEMPLATE): Promise<void> {
  if (existsSync(template)) return
  const making = `${template}.${process.pid}`
  mkdirSync(dirname(template), { recursive: true })
  rmSync(making, { recursive: true, force: true })
  try {
    await (await PGlite.create(making)).close()
    openToAll(making)
    renameSync(making, template)
  } catch (error) {
    if (!existsSync(template)) throw error
  } finally {
    rmSync(making, { recursive: true, force: true })
  }
}

/**
 * Puts an empty database into a new directory: a copy of the template, or none where no template was built, and
 * PGlite then makes its own. The directory appears whole or not at all.
 */
export async function createDatabaseFiles(directory: string, template = DATABASE_TEMPLATE): Promise<void> {
  const making = `${directory}.new`
  rmSync(making, { recursive: true, force: true })
  if (existsSync(template)) cpSync(template, making, { recursive: true })
  else await (await PGlite.create(making)).close()
  chmodSync(making, 0o700)
  renameSync(making, directory)
}

/** The major version of PostgreSQL that wrote a database directory. */
export function databaseVersion(directory: string): string {
  return readFileSync(join(directory, 'PG_VERSION'), 'utf8').trim()
}

/** In an image the template belongs to root, and the server runs as somebody else. */
function openToAll(directory: string): void {
  chmodSync(directory, 0o755)
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644)
  }
}
