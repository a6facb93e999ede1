/** What a network does to datagrams in one direction. Rates are shares from 0 to 1, drawn for each datagram. */
export interface LinkConditions {
  lossRate: number
  /** How long every datagram is under way. */
  delayMs: number
  /** Up to so much longer, evenly spread. */
  jitterMs: number
  /** Whether a datagram that has luck waits for those before it, as in a router's queue, or overtakes them. */
  keepsOrder: boolean
  /** The share that is held back until datagrams sent after it have gone by. */
  reorderRate: number
  /** The share that comes twice. */
  duplicateRate: number
}

export const perfectLink: LinkConditions = {
  lossRate: 0,
  delayMs: 0,
  jitterMs: 0,
  keepsOrder: true,
  reorderRate: 0,
  duplicateRate: 0,
}

// Longer than the 20 ms between two packets of speech, so that the next one overtakes.
const REORDER_HOLD_MS = 30
// Doubles on real networks follow closely: a retransmission of a link, or a loop of one hop.
const DUPLICATE_GAP_MS = 2

/**
 * Says when each datagram of one direction comes out of the network. Pure: the same seed, conditions and times
 * give the same answers, and what happens to the n-th datagram does not depend on what happened to those before.
 */
export class LinkSchedule {
  conditions: LinkConditions
  readonly #random: () => number
  /** Of those that keep the order. */
  #lastDueMs = -Infinity

  constructor({ seed, conditions = perfectLink }: { seed: number; conditions?: LinkConditions }) {
    this.#random = seededRandom(seed)
    this.conditions = conditions
  }

  /** @returns when each copy is due, never before `nowMs`; empty: it is lost */
  dueTimesMs(nowMs: number): number[] {
    const { lossRate, delayMs, jitterMs, keepsOrder, reorderRate, duplicateRate } = this.conditions
    // All are drawn each time, so that a rate that is changed leaves the others' luck alone.
    const [loss, jitter, reorder, duplicate] = [
      this.#random(),
      this.#random(),
      this.#random(),
      this.#random(),
    ]
    if (loss < lossRate) return []
    const delayedMs = nowMs + delayMs + jitter * jitterMs
    const inTurnMs = keepsOrder ? Math.max(this.#lastDueMs, delayedMs) : delayedMs
    const heldBack = reorder < reorderRate
    if (!heldBack) this.#lastDueMs = inTurnMs
    const dueMs = heldBack ? inTurnMs + REORDER_HOLD_MS : inTurnMs
    return duplicate < duplicateRate ? [dueMs, dueMs + DUPLICATE_GAP_MS] : [dueMs]
  }
}

/** Numbers from 0 to 1 that are the same in every run: a counter through the finaliser of MurmurHash3. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x9e37_79b9) >>> 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x85eb_ca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35)
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32
  }
}
