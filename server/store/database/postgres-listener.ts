import { Client } from 'pg'
import type { Logger } from 'pino'
import type { Clock } from '../../clock.ts'
import { CloseOnce } from '../../close-once.ts'
import type { ListenOptions } from './database.ts'

const RETRY_MS = 1_000

/** One connection of its own that LISTENs to a channel, and comes back when it is lost. The creator disposes it. */
export class PostgresListener implements AsyncDisposable {
  readonly #options: ListenOptions & { url: string; channel: string; clock: Clock; log: Logger }
  readonly #closing = new CloseOnce()
  #client: Client | undefined
  #retry: Disposable | undefined

  constructor(options: ListenOptions & { url: string; channel: string; clock: Clock; log: Logger }) {
    this.#options = options
  }

  /** Resolves when it hears. @throws when the database cannot be reached */
  async start(): Promise<void> {
    const { url, channel, onPayload } = this.#options
    const client = new Client({ connectionString: url, keepAlive: true })
    this.#client = client
    client.on('notification', ({ payload }) => payload !== undefined && onPayload(payload))
    client.once('end', () => this.#lost(client))
    // `end` follows.
    client.on('error', (error) => this.#options.log.warn({ err: error }, 'the database listener was cut off'))
    await client.connect()
    await client.query(`listen ${client.escapeIdentifier(channel)}`)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#closing.run(async () => {
      this.#retry?.[Symbol.dispose]()
      await this.#client?.end()
    })
  }

  #lost(client: Client): void {
    if (this.#closing.begun || client !== this.#client) return
    this.#retry?.[Symbol.dispose]()
    this.#retry = this.#options.clock.after(RETRY_MS, () => {
      this.start().then(this.#options.onReconnect, () => this.#lost(this.#client ?? client))
    })
  }
}
