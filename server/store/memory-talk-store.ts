import type { TalkRecord, TalkSummary } from '../../shared/talk.ts'
import type { Page, TalkScope, TalkStore } from './talk-store.ts'

// A long talk is about 100 KB of text: this many stay well below 200 MB.
const MAX_RECORDS = 1_000

/** Keeps talks as long as the process lives; beyond 1,000 the oldest go. */
export class MemoryTalkStore implements TalkStore {
  /** In the order of their start. */
  readonly #records = new Map<string, TalkRecord>()

  async save(record: TalkRecord): Promise<void> {
    this.#records.set(record.id, structuredClone(record))
    if (this.#records.size <= MAX_RECORDS) return
    const [oldest] = this.#records.keys()
    if (oldest !== undefined) this.#records.delete(oldest)
  }

  async get(id: string, scope: TalkScope): Promise<TalkRecord | undefined> {
    const record = this.#records.get(id)
    return record && inScope(record, scope) ? structuredClone(record) : undefined
  }

  async list(
    scope: TalkScope,
    { limit, cursor }: { limit: number; cursor?: string | undefined },
  ): Promise<Page<TalkSummary>> {
    const newestFirst = [...this.#records.values()].filter((record) => inScope(record, scope)).reverse()
    const from = cursor === undefined ? 0 : newestFirst.findIndex((record) => record.id === cursor) + 1
    const page = newestFirst.slice(from, from + limit)
    const last = page.at(-1)
    return {
      items: page.map(({ turns: _, owner: __, ...summary }) => structuredClone(summary)),
      nextCursor: last && from + limit < newestFirst.length ? last.id : null,
    }
  }
}

function inScope(record: TalkRecord, { owner }: TalkScope): boolean {
  return owner === undefined || record.owner === owner
}
