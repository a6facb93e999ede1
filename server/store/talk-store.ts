import type { TalkRecord, TalkSummary } from '../../shared/talk.ts'

export interface Page<Item> {
  items: Item[]
  /** Handed back for the next page; null after the last one. */
  nextCursor: string | null
}

/** Whose talks: one owner's, or everybody's. */
export interface TalkScope {
  owner?: string
}

/** Where talks are kept. A record is whole each time: saving it again replaces it. */
export interface TalkStore {
  save(record: TalkRecord): Promise<void>
  get(id: string, scope: TalkScope): Promise<TalkRecord | undefined>
  /** Newest first. */
  list(scope: TalkScope, page: { limit: number; cursor?: string | undefined }): Promise<Page<TalkSummary>>
}
