import { pino } from 'pino'
import type { Clock } from '../../clock.ts'
import type { Ears } from '../../partner/ears.ts'
import type { PartnerMinds } from '../../partner/partner-mind.ts'
import { PartnerServer } from '../../partner/partner-server.ts'
import { faultySocketClass } from './faulty-socket.ts'
import type { LiveFault } from './live-fault.ts'
import { type LedgerEntry, LiveLedger } from './live-ledger.ts'

export interface FaultyLiveServerOptions {
  clock: Clock
  minds: PartnerMinds
  ears: Ears
  /** What goes wrong on a connection, by its number, from 1. Asked when it opens. */
  faults?: (connection: number) => readonly LiveFault[]
  /** Called as the ledger is written. */
  onEntry?: (entry: LedgerEntry) => void
}

/**
 * The built-in partner's own server, behind sockets with faults: the same protocol, spoken wrongly where the script
 * says so. Owns the server; close it, or let `await using` do so.
 */
export class FaultyLiveServer implements AsyncDisposable {
  readonly ledger: LiveLedger
  readonly #partner: PartnerServer

  private constructor(partner: PartnerServer, ledger: LiveLedger) {
    this.#partner = partner
    this.ledger = ledger
  }

  static async listen(options: FaultyLiveServerOptions): Promise<FaultyLiveServer> {
    const { clock, minds, ears, faults, onEntry } = options
    const ledger = new LiveLedger({ clock, ...(onEntry ? { onEntry } : {}) })
    let count = 0
    const socketClass = faultySocketClass({
      clock,
      watch: () => {
        count++
        const connection = count
        ledger.opened(connection)
        return {
          faults: faults?.(connection) ?? [],
          onClientFrame: (frame) => ledger.fromClient(connection, frame),
          onServiceFrame: (frame) => ledger.fromService(connection, frame),
          onStruck: () => ledger.struck(connection),
          onClosed: (code) => ledger.closed(connection, code),
        }
      },
    })
    const log = pino({ level: 'silent' })
    const partner = await PartnerServer.listen({ clock, minds, ears, log, socketClass })
    return new FaultyLiveServer(partner, ledger)
  }

  /** `http://127.0.0.1:PORT` */
  get baseUrl(): string {
    return this.#partner.baseUrl
  }

  /** Connections that the service still holds. */
  get connectionCount(): number {
    return this.#partner.connectionCount
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#partner.close()
  }
}
