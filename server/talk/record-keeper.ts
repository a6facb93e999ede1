import type { Scenario } from '../../shared/scenario.ts'
import type { TalkRecord } from '../../shared/talk.ts'
import type { Clock } from '../clock.ts'
import type { SaveOptions, TalkStore } from '../store/talk-store.ts'

/** What is due once a talk has ended: kept together with its end, or not at all. */
export type WorkAtEnd = (record: TalkRecord) => Pick<SaveOptions, 'jobs' | 'awaitsFeedback'>

export interface RecordKeeperOptions {
  store: TalkStore
  /** What the talk is held by; kept with its first record. */
  scenario: Scenario
  workAtEnd: WorkAtEnd
  clock: Clock
  onFailed: (error: unknown) => void
}

/** A store that is away tries by itself for a while; then we do, for a quarter of an hour in all. */
const MAX_TRIES = 30
const RETRY_MS = 1_000
const MAX_RETRY_MS = 30_000

/** Keeps one talk's record as it grows: one save at a time, the newest record, again until it is safe. */
export class RecordKeeper {
  readonly #options: RecordKeeperOptions
  #newest: TalkRecord | undefined
  #saved: TalkRecord | undefined
  #saving: Promise<void> | undefined

  constructor(options: RecordKeeperOptions) {
    this.#options = options
  }

  keep(record: TalkRecord): void {
    this.#newest = record
    this.#saving ??= this.#saveAll().finally(() => {
      this.#saving = undefined
    })
  }

  /** Resolves when what was to be kept so far is safe, or was given up. */
  get settled(): Promise<void> {
    return this.#saving ?? Promise.resolve()
  }

  /** The same, and in any case when that time is over. */
  async settledWithin(timeoutMs: number): Promise<void> {
    const timeUp = Promise.withResolvers<void>()
    using _ = this.#options.clock.after(timeoutMs, timeUp.resolve)
    await Promise.race([this.settled, timeUp.promise])
  }

  async #saveAll(): Promise<void> {
    for (let tries = 0; this.#newest !== this.#saved && tries < MAX_TRIES; ) {
      const failed = await this.#save()
      if (failed === undefined) tries = 0
      else await this.#wait(Math.min(MAX_RETRY_MS, RETRY_MS * 2 ** tries++))
    }
  }

  /** @returns why not */
  async #save(): Promise<{ error: unknown } | undefined> {
    const { store, scenario, workAtEnd, onFailed } = this.#options
    const record = this.#newest
    if (!record) return undefined
    try {
      await store.save(record, {
        ...(this.#saved ? {} : { scenario }),
        ...(record.state === 'ended' ? workAtEnd(record) : {}),
      })
      this.#saved = record
      return undefined
    } catch (error) {
      onFailed(error)
      return { error }
    }
  }

  #wait(delayMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#options.clock.after(delayMs, resolve)
    return promise
  }
}
