import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { internalError, invalidArgument, type LiveClose } from '../live/live-close.ts'
import type { UsedTokens } from './usage-meter.ts'

/** Where a session stood when a handle was given out. Plain data. */
export interface SessionSnapshot {
  model: string
  memory: unknown
  used: UsedTokens
}

/** A connection that carries a session. */
export interface SessionHolder {
  readonly isOpen: boolean
}

/** A session over all the connections that carry it, one after another. */
export interface Lineage {
  holder: SessionHolder
  /** Oldest first. */
  readonly handles: string[]
}

export type Redeemed =
  | { ok: true; snapshot: SessionSnapshot; lineage: Lineage }
  | { ok: false; close: LiveClose }

/** https://ai.google.dev/gemini-api/docs/live-session: handles are good for two hours after the session ended. */
const VALID_MS = 2 * 60 * 60 * 1000
/** Of one session. Clients use the newest; the ones before it may still be in their hands across a rotation. */
const MAX_HANDLES = 8
/** Sessions that nobody came back to. Beyond it the one that ended first is forgotten. */
const MAX_ENDED_SESSIONS = 2_000

/** The handles by which sessions are taken up again on another connection. Bounded, and without a timer. */
export class ResumptionLedger {
  readonly #clock: Clock
  readonly #byHandle = new Map<string, { snapshot: SessionSnapshot; lineage: Lineage }>()
  /** When each ended, oldest first. */
  readonly #ended = new Map<Lineage, number>()

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock
  }

  begin(holder: SessionHolder): Lineage {
    return { holder, handles: [] }
  }

  /** Gives out an opaque handle from which the session can go on as it stands now. */
  issue(lineage: Lineage, snapshot: SessionSnapshot): string {
    const handle = `Cih${randomBytes(30).toString('base64url')}`
    this.#byHandle.set(handle, { snapshot, lineage })
    lineage.handles.push(handle)
    if (lineage.handles.length > MAX_HANDLES) this.#byHandle.delete(lineage.handles.shift() ?? '')
    return handle
  }

  /** Hands the session behind a handle over to another connection. */
  redeem(handle: string, { model, holder }: { model: string; holder: SessionHolder }): Redeemed {
    this.#forgetExpired()
    const entry = this.#byHandle.get(handle)
    if (!entry || entry.snapshot.model !== model) return { ok: false, close: invalidArgument }
    const { snapshot, lineage } = entry
    if (lineage.holder.isOpen) return { ok: false, close: internalError }
    lineage.holder = holder
    this.#ended.delete(lineage)
    return { ok: true, snapshot, lineage }
  }

  /** The connection is gone; unless another has taken the session over, its handles begin to age. */
  end(lineage: Lineage, holder: SessionHolder): void {
    if (lineage.holder !== holder || lineage.handles.length === 0) return
    this.#ended.set(lineage, this.#clock.nowMs())
    this.#forgetExpired()
  }

  /** How many handles would be taken now. */
  get size(): number {
    return this.#byHandle.size
  }

  #forgetExpired(): void {
    const expiredMs = this.#clock.nowMs() - VALID_MS
    for (const [lineage, endedAtMs] of this.#ended) {
      if (endedAtMs > expiredMs && this.#ended.size <= MAX_ENDED_SESSIONS) return
      this.#ended.delete(lineage)
      for (const handle of lineage.handles) this.#byHandle.delete(handle)
    }
  }
}
