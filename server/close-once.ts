/**
 * Makes a close safe to call twice: it runs once, `begun` is true before its first line does, and every caller
 * waits for the same end.
 */
export class CloseOnce {
  #done: Promise<void> | undefined

  get begun(): boolean {
    return this.#done !== undefined
  }

  run(close: () => Promise<void>): Promise<void> {
    if (this.#done) return this.#done
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#done = promise
    resolve(close())
    return promise
  }
}
