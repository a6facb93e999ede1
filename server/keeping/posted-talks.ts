import { randomUUID } from 'node:crypto'
import type { Scenario } from '../../shared/scenario.ts'
import type { TalkRecord } from '../../shared/talk.ts'
import type { Turn } from '../../shared/turn.ts'
import type { Clock } from '../clock.ts'
import type { TalkStore } from '../store/talk-store.ts'
import { savedOrRefused } from './storage-fault.ts'
import type { ReceivedUpload } from './upload-shelf.ts'
import { workAfterTalk } from './work-after-talk.ts'

/** A talk that was held elsewhere and is brought here to be judged. */
export interface PostedTalk {
  owner: string
  scenario: Scenario
  turns: readonly Turn[]
  upload?: ReceivedUpload | undefined
}

/** Takes talks that were held elsewhere. */
export class PostedTalks {
  readonly #talks: TalkStore
  readonly #clock: Clock

  constructor(options: { talks: TalkStore; clock: Clock }) {
    this.#talks = options.talks
    this.#clock = options.clock
  }

  /**
   * Resolves when all of it is safe and its work is asked for: first the sound, for the record says that it is there.
   * @returns the talk's id
   * @throws TalkError storageUnavailable when nothing of it is kept
   */
  async keep({ owner, scenario, turns, upload }: PostedTalk): Promise<string> {
    const id = randomUUID()
    await upload?.keepFor(id)
    const now = this.#clock.date()
    const record: TalkRecord = {
      id,
      owner,
      scenarioId: scenario.id,
      state: 'ended',
      endReason: 'hungUp',
      startedAt: now,
      endedAt: now,
      turnCount: turns.length,
      turns: [...turns],
    }
    try {
      await savedOrRefused(this.#talks.save(record, { scenario, ...workAfterTalk(record) }))
    } catch (error) {
      // Sound without a record would lie on a full disk until the next start. Not known is not gone.
      if (upload && (await this.#isMissing(id))) await upload.takeBackFrom(id)
      throw error
    }
    return id
  }

  async #isMissing(id: string): Promise<boolean> {
    try {
      return (await this.#talks.get(id, {})) === undefined
    } catch {
      return false
    }
  }
}
