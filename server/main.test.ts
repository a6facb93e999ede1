import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SpawnedServer } from './testing/spawned-server.ts'
import { createTestDataDir } from './testing/test-store.ts'

/** What a start that fails prints, and its exit code. */
async function failedStart(env: Record<string, string>): Promise<string> {
  const started = SpawnedServer.start({ PARTNER: 'built-in', ...env })
  return started.then(
    async (server) => {
      await server[Symbol.asyncDispose]()
      return 'it has started'
    },
    (error: Error) => error.message,
  )
}

describe('a server that cannot start', () => {
  const data = createTestDataDir()
  const taken = createServer()
  let port: number
  beforeAll(async () => {
    await once(taken.listen(0, '127.0.0.1'), 'listening')
    port = (taken.address() as AddressInfo).port // it listens on TCP
    await writeFile(join(data.path, 'file'), '')
  })
  afterAll(() => {
    taken.close()
    data[Symbol.dispose]()
  })

  it.each([
    ['whose port another program has', () => ({ PORT: String(port) }), /another port in PORT/],
    [
      'whose HOST is no address of this machine',
      () => ({ HOST: '203.0.113.77', AUTH_MODE: 'open' }),
      /HOST must be an address of this machine/,
    ],
    [
      'whose data directory is none',
      () => ({ DATA_DIR: join(data.path, 'file') }),
      /another directory in DATA_DIR/,
    ],
    [
      'whose PostgreSQL is not there',
      () => ({ DATABASE_URL: 'postgres://u:hush-hush@127.0.0.1:1/x' }),
      /PostgreSQL of DATABASE_URL cannot be reached.*\(connect ECONNREFUSED/,
    ],
    ['that is set wrongly', () => ({ LOG_LEVEL: 'loud' }), /The settings cannot be used/],
  ])(
    '%s says what to do, and no more',
    async (_, env, expected) => {
      const said = await failedStart(env())
      expect(said).toMatch(/^the server ended with 1:\n/)
      expect(said).toMatch(expected)
      expect(said.split('\n').length).toBeLessThan(4)
      expect(said).not.toContain('hush-hush')
    },
    30_000,
  )
})
