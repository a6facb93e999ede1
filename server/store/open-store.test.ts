import { describe, expect, it } from 'vitest'
import { leakedSince, openResources } from '../testing/leak-check.ts'
import { openTestStore } from '../testing/test-store.ts'
import { SETUP_TIMEOUT_MS } from './testing/describe-stores.ts'
import { databaseKinds, StorePlace } from './testing/store-place.ts'
import { judge, judging } from './testing/test-jobs.ts'

describe.each(databaseKinds)('the store on the %s database', (kind) => {
  it(
    'stops a job that runs, which is done after the next start, and leaves nothing open; closing twice is once',
    async () => {
      await using place = await StorePlace.create(kind)
      await (await place.open())[Symbol.asyncDispose]()
      const before = openResources()
      const store = await place.open()
      const begun = Promise.withResolvers<void>()
      await store.jobs.work(judging, {
        run: (_, { signal }) =>
          new Promise((__, reject) => {
            signal.addEventListener('abort', () => reject(new Error('stopped')))
            begun.resolve()
          }),
      })
      await store.jobs.enqueue(judge('talk'))
      await begun.promise
      await Promise.all([store[Symbol.asyncDispose](), store[Symbol.asyncDispose]()])
      expect(await leakedSince(before)).toEqual({})
      await using again = await place.open()
      const done = Promise.withResolvers<string>()
      await using _ = await again.jobs.work(judging, { run: async ({ talkId }) => done.resolve(talkId) })
      expect(await done.promise).toBe('talk')
    },
    SETUP_TIMEOUT_MS,
  )
})

describe('a PostgreSQL that cannot be reached', () => {
  it('stops the start with what to do, and does not tell the password', async () => {
    // Port 1 is nobody's.
    const opening = openTestStore({ databaseUrl: 'postgres://user:secret@127.0.0.1:1/talks' })
    const error = await opening.catch((each: unknown) => each)
    expect(String(error)).toContain('The PostgreSQL of DATABASE_URL cannot be reached.')
    expect(JSON.stringify(error)).not.toContain('secret')
  })
})
