// Browsers check the path every 2.5 s, werift every 4 to 6, and a client that sends no voice still does so. Longer
// than that without anything: the way is broken, though ICE has not noticed yet.
const SILENT_AFTER_MS = 8_000
// After this there is nobody to come back on this connection: werift's own agent would take 30 s to say so.
const GONE_AFTER_MS = 15_000

export type PeerPresence = 'here' | 'silent' | 'gone'

/**
 * Whether anything at all still comes from a peer: voice, reports or connectivity checks (RFC 7675 lets an agent
 * ask for consent; werift 0.25 does, but tells nobody for half a minute). Pure: times are handed in, in ms.
 */
export class PeerWatchdog {
  #lastHeardMs: number | undefined
  #presence: PeerPresence = 'here'

  /** Something came. Before the first of these there is nothing to watch. */
  heard(nowMs: number): void {
    this.#lastHeardMs = nowMs
  }

  /** @returns the presence when it has changed since the last look */
  look(nowMs: number): PeerPresence | undefined {
    if (this.#lastHeardMs === undefined || this.#presence === 'gone') return undefined
    const silentMs = nowMs - this.#lastHeardMs
    const presence = silentMs >= GONE_AFTER_MS ? 'gone' : silentMs >= SILENT_AFTER_MS ? 'silent' : 'here'
    if (presence === this.#presence) return undefined
    this.#presence = presence
    return presence
  }
}
