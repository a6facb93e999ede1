import type { TalkArchive } from '../archive/talk-archive.ts'
import type { JobHandler, JobQueue } from '../store/job-queue.ts'
import type { TalkStore } from '../store/talk-store.ts'
import { concludeTalk, keepFeedback } from './job-kinds.ts'
import type { TalkSound } from './talk-sound.ts'

export interface TalkClearingOptions {
  talks: TalkStore
  archive: TalkArchive
  jobs: JobQueue
}

/** Clears the archive of a talk that was removed. */
export class TalkClearing implements JobHandler<{ talkId: string }> {
  readonly #options: TalkClearingOptions

  constructor(options: TalkClearingOptions) {
    this.#options = options
  }

  /** @throws what the archive says, and while anything may still bring the talk there; the job is tried again */
  async run({ talkId }: { talkId: string }): Promise<void> {
    const { talks, archive, jobs } = this.#options
    // Asked first: what ends while this clears may have put something where it was clear already. It looks after that
    // itself, but not when its server dies over it.
    const isUnderWay = await jobs.isDue([concludeTalk, keepFeedback], talkId)
    await archive.removeTalk(talkId)
    // A database that is just being filled from the archive may have got it back meanwhile.
    await talks.remove(talkId, {})
    if (isUnderWay) throw new Error('work on a removed talk is under way: it is cleared once more after that')
  }
}

/** Clears this server's disk of it. */
export function recordingClearing({ sound }: { sound: TalkSound }): JobHandler<{ talkId: string }> {
  return { run: ({ talkId }) => sound.dropLocal(talkId) }
}
