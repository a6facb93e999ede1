import type { Scenario } from '../../shared/scenario.ts'
import type { TalkRecord, TalkSummary } from '../../shared/talk.ts'
import type { JobRequest } from './job-queue.ts'

export interface Page<Item> {
  items: Item[]
  /** Handed back for the next page; null after the last one. */
  nextCursor: string | null
}

/** Whose talks: one owner's, or everybody's. */
export interface TalkScope {
  owner?: string
}

/** Which talks, and which page of them. */
export interface TalkQuery {
  limit: number
  cursor?: string | undefined
  scenarioId?: string | undefined
  /** Words that were said in the talk or stand in its scenario's title, in any case of letters. */
  text?: string | undefined
  /** Begun at that time or later, and before that. */
  from?: Date | undefined
  to?: Date | undefined
}

/** What is kept together with a talk, or not at all. */
export interface SaveOptions {
  /** What it is held by; given once, it stays. */
  scenario?: Scenario
  /** Work that is due because of what is saved, such as that the talk has ended. */
  jobs?: readonly JobRequest[]
  /** Feedback was asked for among the jobs: it counts as waiting from now on. */
  awaitsFeedback?: boolean
}

/** Where talks are kept. */
export interface TalkStore {
  /**
   * Resolves when the talk is safe. A record is whole each time: saving it again replaces it, and only what changed
   * since is written. Saves of one talk follow each other. A talk that was removed meanwhile stays removed. While the
   * database is away it keeps trying, for two minutes.
   */
  save(record: TalkRecord, options?: SaveOptions): Promise<void>
  get(id: string, scope: TalkScope): Promise<TalkRecord | undefined>
  /** The scenario as it was when the talk began. It knows what the partner hides, so it is not for clients. */
  getScenario(id: string): Promise<Scenario | undefined>
  /**
   * Newest first.
   * @throws TalkError badInput for a cursor that no page gave
   */
  list(scope: TalkScope, query: TalkQuery): Promise<Page<TalkSummary>>
  /** Takes a talk away with its turns and feedback, and has the rest of it cleared. Whether there was one. */
  remove(id: string, scope: TalkScope, options?: { jobs?: readonly JobRequest[] }): Promise<boolean>
}
