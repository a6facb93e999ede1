import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { makeDatabaseTemplate } from '../store/database/database-template.ts'
import { endProcess, killAtExit } from './end-process.ts'
import { createTestDataDir } from './test-store.ts'

const main = join(import.meta.dirname, '../main.ts')

/**
 * The server as people start it: a process of its own, on a free port. Its log lines are kept, so that a test
 * can read them and a failure can show them. Its data directory goes with it unless one is given.
 */
export class SpawnedServer implements AsyncDisposable {
  readonly url: string
  readonly log: readonly string[]
  readonly pid: number
  readonly #process: ChildProcess
  readonly #owned: DisposableStack

  private constructor(process: ChildProcess, url: string, log: readonly string[], owned: DisposableStack) {
    this.#process = process
    this.url = url
    this.pid = process.pid ?? 0 // it has printed a line, so it runs
    this.log = log
    this.#owned = owned
  }

  /** @throws Error with what it printed, when it ends before it listens */
  static async start(env: Record<string, string> = {}): Promise<SpawnedServer> {
    await makeDatabaseTemplate()
    using opening = new DisposableStack()
    const dataDir = env.DATA_DIR ?? opening.use(createTestDataDir()).path
    const child = spawn(process.execPath, [main], {
      env: { ...process.env, PORT: '0', DATA_DIR: dataDir, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    opening.use(killAtExit(child))
    const log: string[] = []
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    const take = (line: string) => {
      log.push(line)
      const url = /Live Talk is at (http:\/\/[^"]+)/.exec(line)?.[1]
      if (url) resolve(url)
    }
    createInterface({ input: child.stdout }).on('line', take)
    createInterface({ input: child.stderr }).on('line', take)
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${log.join('\n')}`)))
    const url = await promise
    return new SpawnedServer(child, url, log, opening.move())
  }

  /** It dies at once, as by the kernel or a power cut. */
  kill(): Promise<void> {
    return endProcess(this.#process, 'SIGKILL')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    using _owned = this.#owned
    await endProcess(this.#process, 'SIGTERM')
  }
}
