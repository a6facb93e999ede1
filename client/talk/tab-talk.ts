import { LEFT_TALK_KEPT_MS } from '../../shared/left-talk.ts'
import type { KeptTalk } from '../sdk/kept-talk.ts'

const KEY = 'live-talk.kept-talk'

/** What it needs of the tab's `sessionStorage`. */
export type TabStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/**
 * The talk that a page leaves for the next page of the same tab. It is there only between the two: a tab that is
 * duplicated in mid-talk finds nothing that it could take from the first.
 */
export class TabTalk {
  readonly #storage: TabStorage
  readonly #now: () => number

  constructor(storage: TabStorage, now: () => number = Date.now) {
    this.#storage = storage
    this.#now = now
  }

  keep(kept: KeptTalk): void {
    try {
      this.#storage.setItem(KEY, JSON.stringify({ kept, leftAtMs: this.#now() }))
    } catch {
      // A browser that stores nothing: the talk ends as if the tab had been closed.
    }
  }

  /** With the time that has passed since; undefined once the server has given it up. */
  peek(): (KeptTalk & { leftForMs: number }) | undefined {
    const { kept, leftAtMs } = this.#read() ?? {}
    if (!kept || leftAtMs === undefined) return undefined
    const goneMs = Math.max(0, this.#now() - leftAtMs)
    if (goneMs >= LEFT_TALK_KEPT_MS) return undefined
    return { ...kept, elapsedMs: kept.elapsedMs + goneMs, leftForMs: LEFT_TALK_KEPT_MS - goneMs }
  }

  /** Of that scenario alone; once. */
  take(scenarioId: string): KeptTalk | undefined {
    const kept = this.peek()
    if (kept?.scenarioId !== scenarioId) return undefined
    this.#storage.removeItem(KEY)
    return kept
  }

  #read(): { kept: KeptTalk; leftAtMs: number } | undefined {
    try {
      const value = this.#storage.getItem(KEY)
      // Nobody but `keep` writes under this key.
      return value === null ? undefined : JSON.parse(value)
    } catch {
      return undefined
    }
  }
}
