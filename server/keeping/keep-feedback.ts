import type { FeedbackResult } from '../../shared/feedback.ts'
import type { TalkArchive } from '../archive/talk-archive.ts'
import type { FeedbackStore } from '../store/feedback-store.ts'
import type { JobHandler } from '../store/job-queue.ts'
import type { TalkStore } from '../store/talk-store.ts'

/** Brings a talk's feedback into the archive. Done twice it is done once. */
export class FeedbackKeeping implements JobHandler<{ talkId: string }> {
  readonly #talks: TalkStore
  readonly #feedback: FeedbackStore
  readonly #archive: TalkArchive

  constructor(options: { talks: TalkStore; feedback: FeedbackStore; archive: TalkArchive }) {
    this.#talks = options.talks
    this.#feedback = options.feedback
    this.#archive = options.archive
  }

  /** @throws what the archive says; the job is tried again */
  async run({ talkId }: { talkId: string }): Promise<void> {
    const record = await this.#talks.get(talkId, {})
    if (!record) return
    let result = await this.#result(talkId)
    // Another one may have come meanwhile, and its own job may have been faster: the last one to stay is the newest.
    for (let kept: string | undefined; result && result.createdAt.toISOString() !== kept; ) {
      await this.#archive.keepFeedback(record, result)
      kept = result.createdAt.toISOString()
      result = await this.#result(talkId)
    }
    // Removed while it was on its way.
    if (!(await this.#talks.get(talkId, {}))) await this.#archive.removeTalk(talkId)
  }

  async #result(talkId: string): Promise<FeedbackResult | undefined> {
    const status = await this.#feedback.get(talkId, {})
    return status?.status === 'done' ? status.result : undefined
  }
}
