import type { TalkArchive } from '../archive/talk-archive.ts'
import type { JobHandler } from '../store/job-queue.ts'
import type { TalkStore } from '../store/talk-store.ts'
import type { TalkSound } from './talk-sound.ts'

/** Brings a talk that has ended into the archive, with its recording. Done twice it is done once. */
export class TalkConclusion implements JobHandler<{ talkId: string }> {
  readonly #talks: TalkStore
  readonly #sound: TalkSound
  readonly #archive: TalkArchive

  constructor(options: { talks: TalkStore; sound: TalkSound; archive: TalkArchive }) {
    this.#talks = options.talks
    this.#sound = options.sound
    this.#archive = options.archive
  }

  /** @throws what the disk or the archive says; the job is tried again */
  async run({ talkId }: { talkId: string }): Promise<void> {
    const record = await this.#talks.get(talkId, {})
    if (record) {
      const scenario = await this.#talks.getScenario(talkId)
      const sound = await this.#sound.finish(talkId)
      await this.#archive.keepTalk({ ...record, ...(scenario ? { scenario } : {}) }, sound)
      // Removed while it was on its way.
      if (!(await this.#talks.get(talkId, {}))) await this.#archive.removeTalk(talkId)
    }
    await this.#sound.dropLocal(talkId)
  }
}
