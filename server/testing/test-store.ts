import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { systemClock } from '../clock.ts'
import { jobKinds } from '../keeping/job-kinds.ts'
import { workAfterTalk } from '../keeping/work-after-talk.ts'
import { makeDatabaseTemplate } from '../store/database/database-template.ts'
import { openStore, type Store, type StoreOptions } from '../store/open-store.ts'

/** A data directory of a test's own, gone with it. */
export function createTestDataDir(): { path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'live-talk-data-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** The store as the app opens it, for several apps of one test file: opening one takes a second or two. */
export function openAppStore(): Promise<Store> {
  return openTestStore({ jobKinds, jobsAtLoss: workAfterTalk })
}

/** The real store on the embedded database, in a directory that goes with it unless it is given. */
export async function openTestStore(options: Partial<StoreOptions> = {}): Promise<Store> {
  await makeDatabaseTemplate()
  await using opening = new AsyncDisposableStack()
  const dataDir = options.dataDir ?? opening.use(createTestDataDir()).path
  const store = opening.use(
    await openStore({ clock: systemClock, log: pino({ level: 'silent' }), ...options, dataDir }),
  )
  const owned = opening.move()
  return {
    ...store,
    get isUp() {
      return store.isUp
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
