import type { Logger } from 'pino'
import type { RestoredTalk, TalkArchive } from '../archive/talk-archive.ts'
import type { FeedbackStore } from '../store/feedback-store.ts'
import type { JobAttempt, JobHandler } from '../store/job-queue.ts'
import type { TalkStore } from '../store/talk-store.ts'

export interface RefillOptions {
  talks: TalkStore
  feedback: FeedbackStore
  archive: TalkArchive
  log: Logger
}

/** Whether this database has lost its talks, or never had any. */
export async function needsRefill(talks: TalkStore): Promise<boolean> {
  const { items } = await talks.list({}, { limit: 1 })
  return items.length === 0
}

/**
 * Fills a database that had no talk at all with those of the archive: so a container with a bucket and without a
 * PostgreSQL loses nothing when another one takes its place. The newest come first. A job, for it must come to its end
 * even where the archive is away at first, or the server dies half way; what is there by then is left as it is.
 */
export class Refill implements JobHandler<object> {
  readonly #options: RefillOptions

  constructor(options: RefillOptions) {
    this.#options = options
  }

  /** @throws ArchiveError when the archive fails; the job is tried again */
  async run(_: object, { signal }: Pick<JobAttempt, 'signal'>): Promise<void> {
    const { archive, log } = this.#options
    let count = 0
    const onBroken = (key: string, error: unknown) =>
      log.warn({ err: error, key }, 'an object of the archive cannot be read')
    for await (const restored of archive.restoreAll({ onBroken })) {
      signal.throwIfAborted()
      await this.#restore(restored)
      count++
    }
    if (count > 0) log.info({ talks: count }, 'the database was filled from the archive')
  }

  async #restore({ talk, feedback: result }: RestoredTalk): Promise<void> {
    const { talks, feedback } = this.#options
    const { scenario, ...record } = talk
    const isThere = await talks.get(record.id, {})
    if (!isThere) await talks.save(record, scenario ? { scenario } : {})
    if (result && (await feedback.get(record.id, {}))?.status === 'none') await feedback.restore(result)
  }
}
