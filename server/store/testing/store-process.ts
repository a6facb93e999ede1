import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { StoreSettings } from './store-place.ts'

/** A server's store in a process of its own, for a test to kill. What it prints is what it acknowledges. */
export class StoreProcess implements AsyncDisposable {
  readonly #process: ChildProcess
  readonly #lines: string[] = []
  readonly #waiting = new Set<() => void>()

  /** @param script a file of this folder */
  constructor(script: string, settings: StoreSettings) {
    const path = `${import.meta.dirname}/${script}`
    this.#process = spawn(process.execPath, [path, JSON.stringify(settings)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const { stdout } = this.#process
    if (!stdout) throw new Error('its output is piped')
    createInterface({ input: stdout }).on('line', (line) => {
      this.#lines.push(line)
      for (const look of this.#waiting) look()
    })
    this.#process.once('exit', () => {
      for (const look of this.#waiting) look()
    })
  }

  /** What followed the word on each line that began with it, so far. */
  said(word: string): string[] {
    return this.#lines.flatMap((line) => (line.startsWith(`${word} `) ? line.slice(word.length + 1) : []))
  }

  /** Resolves when it has said the word that often. @throws when it ends before */
  async saying(word: string, times = 1): Promise<string[]> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const look = () => {
      if (this.said(word).length >= times) resolve()
      else if (this.#process.exitCode !== null) reject(new Error(`it ended with ${this.#process.exitCode}`))
    }
    this.#waiting.add(look)
    look()
    await promise.finally(() => this.#waiting.delete(look))
    return this.said(word)
  }

  /** Dies at once, as by a power cut or the kernel. */
  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
    const closed = once(this.#process, 'close')
    this.#process.kill('SIGKILL')
    await closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill()
  }
}
