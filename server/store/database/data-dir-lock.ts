import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** The data directory cannot be used as it is; the message says what to do. */
export class DataDirError extends Error {
  override readonly name = 'DataDirError'
}

/**
 * Keeps a data directory for this process: two that write into one embedded database lose each other's talks
 * without an error. It is a lock of the kernel's, by way of SQLite, so it is free the moment its owner is dead,
 * however it died. Needs a local disk.
 * @throws DataDirError when another process has it
 */
export function lockDataDir(dataDir: string): Disposable {
  mkdirSync(dataDir, { recursive: true })
  const lock = new DatabaseSync(join(dataDir, 'lock'), { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    throw new DataDirError(
      `Another server is using the data directory ${dataDir}. Stop that one, or give this one a directory of its own in DATA_DIR.`,
      { cause: error },
    )
  }
  return { [Symbol.dispose]: () => lock.isOpen && lock.close() }
}
