/** Does one thing after the other, in the order in which they were asked for. */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve()

  /** Waits for its turn. Whether the one before went well makes no difference. */
  run<Result>(work: () => Promise<Result>): Promise<Result> {
    const running = this.#last.then(work)
    this.#last = running.catch(() => {})
    return running
  }

  /** Resolves when all that was asked for until now is over. */
  async settled(): Promise<void> {
    await this.#last
  }
}
