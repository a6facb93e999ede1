import type { Logger } from 'pino'
import type { TalkArchive } from '../archive/talk-archive.ts'
import type { FeedbackStore } from '../store/feedback-store.ts'
import type { TalkStore } from '../store/talk-store.ts'

export interface RefillOptions {
  talks: TalkStore
  feedback: FeedbackStore
  archive: TalkArchive
  /** Leaves off; what is there by then stays. */
  signal: AbortSignal
  log: Logger
}

/**
 * Fills a database that has no talk at all with those of the archive: so a container with a bucket and without a
 * PostgreSQL loses nothing when another one takes its place. The newest come first.
 * @returns how many there were
 * @throws ArchiveError when the archive fails; what was read until then is kept
 */
export async function refillFromArchive({
  talks,
  feedback,
  archive,
  signal,
  log,
}: RefillOptions): Promise<number> {
  const { items } = await talks.list({}, { limit: 1 })
  if (items.length > 0) return 0
  let count = 0
  const onBroken = (key: string, error: unknown) =>
    log.warn({ err: error, key }, 'an object of the archive cannot be read')
  for await (const { talk, feedback: result } of archive.restoreAll({ onBroken })) {
    if (signal.aborted) break
    const { scenario, ...record } = talk
    await talks.save(record, scenario ? { scenario } : {})
    if (result) await feedback.restore(result)
    count++
  }
  if (count > 0) log.info({ talks: count }, 'the database was filled from the archive')
  return count
}
