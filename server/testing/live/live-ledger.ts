import type { Clock } from '../../clock.ts'
import { handleOf, typedLine } from './frame-contents.ts'
import type { ClientFrame, ServiceFrame } from './live-fault.ts'

/** What a service saw, with the number of the connection, from 1, and the time on the service's clock. */
export type LedgerEntry = { connection: number; atMs: number } & (
  | { what: 'opened' | 'ready' | 'struck' }
  | { what: 'setup'; handle: string | undefined }
  | { what: 'typed'; text: string }
  | { what: 'toolResponse' }
  | { what: 'closed'; code: number }
)

type NewEntry = LedgerEntry extends infer E
  ? E extends LedgerEntry
    ? Omit<E, 'connection' | 'atMs'>
    : never
  : never

/** The book that a service with faults keeps of its connections. */
export class LiveLedger {
  readonly entries: LedgerEntry[] = []
  /** Connections that resumed while the one before was not closed: the real service would refuse them. */
  overlaps = 0
  /** The most that were open at once. */
  mostOpen = 0
  readonly #clock: Clock
  readonly #onEntry: (entry: LedgerEntry) => void
  readonly #open = new Set<number>()

  constructor({ clock, onEntry = () => {} }: { clock: Clock; onEntry?: (entry: LedgerEntry) => void }) {
    this.#clock = clock
    this.#onEntry = onEntry
  }

  get openConnections(): number {
    return this.#open.size
  }

  opened(connection: number): void {
    this.#open.add(connection)
    this.mostOpen = Math.max(this.mostOpen, this.#open.size)
    this.#write(connection, { what: 'opened' })
  }

  struck(connection: number): void {
    this.#write(connection, { what: 'struck' })
  }

  closed(connection: number, code: number): void {
    this.#open.delete(connection)
    this.#write(connection, { what: 'closed', code })
  }

  fromService(connection: number, frame: ServiceFrame): void {
    if (frame.setupComplete) this.#write(connection, { what: 'ready' })
  }

  fromClient(connection: number, frame: ClientFrame): void {
    if (frame.setup !== undefined) {
      const handle = handleOf(frame.setup)
      if (handle !== undefined && this.#open.size > 1) this.overlaps++
      this.#write(connection, { what: 'setup', handle })
    }
    const text = typedLine(frame)
    if (text !== undefined) this.#write(connection, { what: 'typed', text })
    if (frame.toolResponse !== undefined) this.#write(connection, { what: 'toolResponse' })
  }

  #write(connection: number, entry: NewEntry): void {
    const written = { ...entry, connection, atMs: this.#clock.nowMs() }
    this.entries.push(written)
    this.#onEntry(written)
  }
}
