import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Who this server is, as long as its data directory is there: what lies in it is found again by it after a restart.
 * The caller holds the directory's lock.
 */
export function serverIdOf(dataDir: string): string {
  const file = join(dataDir, 'server-id')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  const id = randomUUID()
  writeFileSync(`${file}.new`, id, { flush: true })
  renameSync(`${file}.new`, file)
  return id
}
