import type { LedgerEntry } from './live-ledger.ts'
import type { TalkingUser } from './talking-user.ts'

/** A change of connections. Times are ms of the talk. */
export interface Rotation {
  atMs: number
  /** Ended by us, not by a fault. */
  planned: boolean
  /** From the end of the old connection until the new one takes sound. */
  gapMs: number
  /** The same by the wall clock: how long this machine needed. */
  gapWallMs: number
  /** Somebody was in the middle of a sentence. */
  midSentence: boolean
}

/** A close that we asked for (RFC 6455 section 7.4.1). */
const NORMAL_CLOSURE = 1000
/** Who began to speak so shortly before a connection ended began when that was already decided. */
const SAME_MOMENT_MS = 150

/** Reads the changes of connections out of a service's ledger, beside what its one user does at the time. */
export class RotationLog {
  readonly all: Rotation[] = []
  user: Pick<TalkingUser, 'speaksSinceMs' | 'partnerSpeaks'> | undefined
  #open: (Pick<Rotation, 'atMs' | 'planned' | 'midSentence'> & { wallMs: number }) | undefined

  enter(entry: LedgerEntry): void {
    if (entry.what === 'closed') {
      const speaksSinceMs = this.user?.speaksSinceMs ?? Number.POSITIVE_INFINITY
      this.#open = {
        atMs: entry.atMs,
        wallMs: performance.now(),
        planned: entry.code === NORMAL_CLOSURE,
        midSentence: entry.atMs - speaksSinceMs > SAME_MOMENT_MS || this.user?.partnerSpeaks === true,
      }
    }
    if (entry.what === 'ready' && this.#open) {
      const { wallMs, ...rotation } = this.#open
      const gapMs = entry.atMs - rotation.atMs
      this.all.push({ ...rotation, gapMs, gapWallMs: performance.now() - wallMs })
      this.#open = undefined
    }
  }
}
