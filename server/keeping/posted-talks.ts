import { randomUUID } from 'node:crypto'
import type { Scenario } from '../../shared/scenario.ts'
import type { TalkRecord } from '../../shared/talk.ts'
import type { Turn } from '../../shared/turn.ts'
import type { Clock } from '../clock.ts'
import type { TalkStore } from '../store/talk-store.ts'
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
    await this.#talks.save(record, { scenario, ...workAfterTalk(record) })
    return id
  }
}
