/** What can be told of; an id says which. */
export type BusTopic = 'feedback' | 'talk' | 'scenario'

export interface BusListener {
  changed(id: string): void
  /** The connection was away: anything may have changed. */
  missed(): void
}

/**
 * Tells every server on the same database that something changed. A hint, never the truth: whoever hears it reads
 * the row. What changes by a store is told by the store itself, with the change.
 */
export interface Bus {
  publish(topic: BusTopic, id: string): Promise<void>
  on(topic: BusTopic, listener: BusListener): Disposable
}
