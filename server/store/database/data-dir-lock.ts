import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StartError } from '../../errors.ts'

/**
 * Keeps a data directory for this process: two that write into one embedded database lose each other's talks
 * without an error. It is a lock of the kernel's, by way of SQLite, so it is free the moment its owner is dead,
 * however it died. Needs a local disk.
 * @throws StartError when another process has it, or nothing can be written there
 */
export function lockDataDir(dataDir: string): Disposable {
  const lock = openLock(dataDir)
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    throw new StartError(
      `Another server is using the data directory ${dataDir}. Stop that one, or give this one a directory of its own in DATA_DIR.`,
      { cause: error },
    )
  }
  return { [Symbol.dispose]: () => lock.isOpen && lock.close() }
}

function openLock(dataDir: string): DatabaseSync {
  try {
    mkdirSync(dataDir, { recursive: true })
    return new DatabaseSync(join(dataDir, 'lock'), { timeout: 0 })
  } catch (error) {
    throw new StartError(
      `Nothing can be written in the data directory ${dataDir}. Give this server write access there, or name another directory in DATA_DIR.`,
      { cause: error },
    )
  }
}
