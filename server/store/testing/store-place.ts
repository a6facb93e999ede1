import { Postgres } from '../../testing/postgres.ts'
import { createTestDataDir, openTestStore } from '../../testing/test-store.ts'
import type { Store, StoreOptions } from '../open-store.ts'
import { testJobKinds } from './test-jobs.ts'

/** Every test of the store runs on both. */
export const databaseKinds = ['embedded', 'postgres'] as const
export type DatabaseKind = (typeof databaseKinds)[number]

/** Where a server finds its store. Plain data, for it also goes to other processes. */
export type StoreSettings = Pick<StoreOptions, 'dataDir' | 'databaseUrl'>

/** A database of a test's own and a server's data directory, to be opened again and again. */
export class StorePlace implements AsyncDisposable {
  readonly settings: StoreSettings
  readonly #owned: AsyncDisposableStack

  private constructor(settings: StoreSettings, owned: AsyncDisposableStack) {
    this.settings = settings
    this.#owned = owned
  }

  static async create(kind: DatabaseKind): Promise<StorePlace> {
    const owned = new AsyncDisposableStack()
    const dataDir = owned.use(createTestDataDir()).path
    if (kind === 'embedded') return new StorePlace({ dataDir }, owned)
    const postgres = await cluster()
    return new StorePlace({ dataDir, databaseUrl: await postgres.createDatabase() }, owned)
  }

  open(options: Partial<StoreOptions> = {}): Promise<Store> {
    return openTestStore({ jobKinds: testJobKinds, ...options, ...this.settings })
  }

  /** Another server on the same database. */
  neighbour(): StorePlace {
    if (this.settings.databaseUrl === undefined) throw new Error('an embedded database has no second server')
    const dataDir = this.#owned.use(createTestDataDir()).path
    return new StorePlace({ ...this.settings, dataDir }, new AsyncDisposableStack())
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#owned.disposeAsync()
  }
}

let started: Promise<Postgres> | undefined

/** One for all the tests of a file: it takes a second or two, a database in it a tenth. */
export function cluster(): Promise<Postgres> {
  started ??= Postgres.start()
  return started
}
