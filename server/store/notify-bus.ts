import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Bus, BusListener, BusTopic } from './bus.ts'
import type { Database, Db } from './database/database.ts'

const CHANNEL = 'live_talk'
const message = z.object({ topic: z.enum(['feedback', 'talk', 'scenario']), id: z.string() })

/** Tells it when the transaction commits, and not at all when it does not. */
export async function notify(db: Pick<Db, 'execute'>, topic: BusTopic, id: string): Promise<void> {
  await db.execute(sql`select pg_notify(${CHANNEL}, ${JSON.stringify({ topic, id })})`)
}

/** The bus over LISTEN and NOTIFY, of the embedded database as of a PostgreSQL. */
export class NotifyBus implements Bus, AsyncDisposable {
  readonly #db: Db
  readonly #listeners = new Set<{ topic: BusTopic; listener: BusListener }>()
  #listening: AsyncDisposable | undefined

  private constructor(db: Db) {
    this.#db = db
  }

  static async open(database: Database): Promise<NotifyBus> {
    const bus = new NotifyBus(database.db)
    bus.#listening = await database.listen(CHANNEL, {
      onPayload: (payload) => bus.#tell(payload),
      onReconnect: () => {
        for (const { listener } of bus.#listeners) listener.missed()
      },
    })
    return bus
  }

  publish(topic: BusTopic, id: string): Promise<void> {
    return notify(this.#db, topic, id)
  }

  on(topic: BusTopic, listener: BusListener): Disposable {
    const entry = { topic, listener }
    this.#listeners.add(entry)
    return { [Symbol.dispose]: () => void this.#listeners.delete(entry) }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listeners.clear()
    await this.#listening?.[Symbol.asyncDispose]()
  }

  #tell(payload: string): void {
    // Another version on the same database may speak of topics that this one does not know.
    const told = message.safeParse(parsed(payload))
    if (!told.success) return
    for (const { topic, listener } of this.#listeners) {
      if (topic === told.data.topic) listener.changed(told.data.id)
    }
  }
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload)
  } catch {
    return undefined
  }
}
