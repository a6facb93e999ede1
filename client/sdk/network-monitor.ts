import type { CallClock } from './call-clock.ts'
import type { CallPeer, PeerReading } from './call-peer.ts'
import { type NetworkStats, networkStats } from './network-stats.ts'
import { ReceptionWatch } from './reception-watch.ts'

/** Often enough to notice a cut within 0.5 s of the limit; `getStats` costs about 1 ms. */
const POLL_MS = 500
/** The window of the loss that is shown, in polls: 5 s. */
const LOSS_WINDOW = 10

export interface NetworkMonitorOptions {
  peer: Pick<CallPeer, 'readings'>
  clock: CallClock
  /** Told at each poll: how long nothing has come. */
  onReading: (silentMs: number) => void
}

/** Reads a WebRTC connection twice a second from its making until `close`. */
export class NetworkMonitor {
  readonly #options: NetworkMonitorOptions
  readonly #watch = new ReceptionWatch()
  #readings: PeerReading[] = []
  #cancel: (() => void) | undefined
  #closed = false

  constructor(options: NetworkMonitorOptions) {
    this.#options = options
    if (options.peer.readings) this.#schedule()
  }

  /** undefined before the first reading, and where nothing can be measured. */
  stats(): Omit<NetworkStats, 'transport'> | undefined {
    const reading = this.#readings.at(-1)
    return reading && networkStats(reading, this.#readings[0])
  }

  /** How long nothing has come; undefined where that cannot be known. */
  get silentMs(): number | undefined {
    return this.#readings.length === 0 ? undefined : this.#watch.silentMs
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true
    this.#cancel?.()
  }

  #schedule(): void {
    this.#cancel = this.#options.clock.after(POLL_MS, () => void this.#poll())
  }

  async #poll(): Promise<void> {
    const { peer, clock, onReading } = this.#options
    // A connection that cannot be read is one from which nothing comes.
    const reading = await peer.readings?.().catch(() => undefined)
    if (this.#closed) return
    if (reading) this.#readings = [...this.#readings, reading].slice(-LOSS_WINDOW)
    this.#watch.look(reading?.received, clock.nowMs())
    this.#schedule()
    onReading(this.#watch.silentMs)
  }
}
