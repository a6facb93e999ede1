import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chownSync, mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { CloseOnce } from '../close-once.ts'
import { ensurePostgres } from './find-postgres.ts'

const START_TIMEOUT_MS = 30_000
const PROBE_EVERY_MS = 50
/** It holds nothing that is worth saving: fast is all that counts. */
const SETTINGS = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'shared_buffers=16MB']

/**
 * Runs the server until this shell's input ends, which it does whichever way the test process ends; then has it stop
 * without a shutdown, and clears up. `$0` is the data directory.
 */
const UNTIL_INPUT_ENDS = '"$@" & cat; kill -QUIT $!; wait $!; rm -rf "$0"'

/**
 * A real PostgreSQL for tests, new and empty, on a free loopback port. The creator disposes it; a test process that
 * ends otherwise, however it ends, takes it along. It refuses to run as root, and then runs as the user that Debian's package makes.
 */
export class Postgres implements AsyncDisposable {
  readonly #port: number
  readonly #process: ChildProcess
  readonly #closing = new CloseOnce()

  private constructor(options: { port: number; process: ChildProcess }) {
    this.#port = options.port
    this.#process = options.process
  }

  /** Installs PostgreSQL first where there is none. Resolves when it answers. */
  static async start(): Promise<Postgres> {
    const bin = ensurePostgres()
    const user = otherThanRoot()
    const directory = mkdtempSync(join(tmpdir(), 'live-talk-postgres-'))
    if (user) chownSync(directory, user.uid, user.gid)
    const initdb = [
      '-D',
      directory,
      '-U',
      'test',
      '--auth=trust',
      '--no-sync',
      '--encoding=UTF8',
      '--locale=C',
    ]
    execFileSync(join(bin, 'initdb'), initdb, { stdio: 'ignore', cwd: directory, ...user })
    const port = await freePort()
    const place = ['-D', directory, '-p', String(port), '-h', '127.0.0.1', '-k', '']
    const server = [join(bin, 'postgres'), ...place, ...SETTINGS.flatMap((each) => ['-c', each])]
    const child = spawn('sh', ['-c', UNTIL_INPUT_ENDS, directory, ...server], {
      stdio: ['pipe', 'ignore', 'ignore'],
      cwd: tmpdir(),
      ...user,
    })
    // It does not keep the test process alive.
    child.unref()
    if (child.stdin && 'unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref()
    const postgres = new Postgres({ port, process: child })
    await postgres.#answers()
    return postgres
  }

  /** The URL of a new, empty database. */
  async createDatabase(): Promise<string> {
    const name = `test_${randomUUID().replaceAll('-', '')}`
    await this.run(`create database ${name}`)
    return this.#url(name)
  }

  /** Cuts every connection to a database, as a restart of it would. */
  async cutConnections(url: string): Promise<void> {
    const name = new URL(url).pathname.slice(1)
    await this.run(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#closing.run(async () => {
      if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
      const exited = once(this.#process, 'exit')
      this.#process.ref()
      this.#process.stdin?.end()
      await exited
    })
  }

  #url(database: string): string {
    return `postgres://test@127.0.0.1:${this.#port}/${database}`
  }

  /** A statement behind the back of whoever uses that database. */
  async run(query: string, url = this.#url('postgres')): Promise<void> {
    const client = new Client({ connectionString: url })
    await client.connect()
    try {
      await client.query(query)
    } finally {
      await client.end()
    }
  }

  async #answers(): Promise<void> {
    const deadline = performance.now() + START_TIMEOUT_MS
    for (;;) {
      try {
        return await this.run('select 1')
      } catch (error) {
        if (this.#process.exitCode !== null || performance.now() > deadline) throw error
        await new Promise((resolve) => setTimeout(resolve, PROBE_EVERY_MS))
      }
    }
  }
}

function otherThanRoot(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  return address.port
}
