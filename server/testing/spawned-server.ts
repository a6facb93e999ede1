import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const main = join(import.meta.dirname, '../main.ts')

/**
 * The server as people start it: a process of its own, on a free port. Its log lines are kept, so that a test
 * can read them and a failure can show them.
 */
export class SpawnedServer implements AsyncDisposable {
  readonly url: string
  readonly log: readonly string[]
  readonly #process: ChildProcess

  private constructor(process: ChildProcess, url: string, log: readonly string[]) {
    this.#process = process
    this.url = url
    this.log = log
  }

  /** @throws Error with what it printed, when it ends before it listens */
  static async start(env: Record<string, string> = {}): Promise<SpawnedServer> {
    const child = spawn(process.execPath, [main], {
      env: { ...process.env, PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
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
    return new SpawnedServer(child, await promise, log)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
    const exited = once(this.#process, 'exit')
    this.#process.kill('SIGTERM')
    await exited
  }
}
