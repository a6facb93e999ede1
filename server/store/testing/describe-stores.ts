import { afterAll, beforeAll, describe } from 'vitest'
import type { Store } from '../open-store.ts'
import { type DatabaseKind, databaseKinds, StorePlace } from './store-place.ts'

// A cluster and two databases are made on machines that have other things to do as well.
export const SETUP_TIMEOUT_MS = 240_000

/**
 * The same tests on the embedded database and on a real PostgreSQL. The store is shared by all of them, so each
 * test uses ids and owners of its own.
 * @param name of what is tested; `%s` stands for the kind of database
 */
export function describeStores(name: string, tests: (store: () => Store, kind: DatabaseKind) => void): void {
  describe.each(databaseKinds)(name, (kind) => {
    const owned = new AsyncDisposableStack()
    let store: Store | undefined
    beforeAll(async () => {
      const place = owned.use(await StorePlace.create(kind))
      store = owned.use(await place.open())
    }, SETUP_TIMEOUT_MS)
    afterAll(() => owned.disposeAsync())
    tests(() => {
      if (!store) throw new Error('the store is open while a test runs')
      return store
    }, kind)
  })
}
