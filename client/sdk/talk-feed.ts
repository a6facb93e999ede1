import type { SessionOffer } from '../../shared/ice.ts'
import type { TalkEvent } from '../../shared/talk-event.ts'
import type { TalkApi } from './talk-api.ts'

export interface TalkFeedOptions {
  client: TalkApi
  /** An offer begins a talk, the id of an event that was told leads back to one. */
  input: { scenarioId: string } & ({ offer: SessionOffer } | { lastEventId: string })
  /** The server took it: from here on the talk is this client's. */
  onStarted: () => void
  onEvent: (event: TalkEvent) => void
  onSignalling: (signalling: 'up' | 'down') => void
  /** The server refused, or failed. */
  onFailed: (error: unknown) => void
  /** The server closed it without an end of the talk. */
  onComplete: () => void
}

/** A talk's events as its subscription brings them, each once and none missing. Owned by `CallAttempt`. */
export class TalkFeed {
  readonly #subscription: { unsubscribe(): void }
  #lastEventId: string | undefined
  #up = true
  #closed = false

  constructor({ client, input, ...events }: TalkFeedOptions) {
    if ('lastEventId' in input) this.#lastEventId = input.lastEventId
    const unlessClosed = (tell: () => void) => {
      if (!this.#closed) tell()
    }
    this.#subscription = client.talk.connect.subscribe(input, {
      onStarted: () => unlessClosed(events.onStarted),
      onData: ({ id, data }) =>
        unlessClosed(() => {
          this.#lastEventId = id
          events.onEvent(data)
        }),
      onError: (error) => unlessClosed(() => events.onFailed(error)),
      onComplete: () => unlessClosed(events.onComplete),
      onConnectionStateChange: ({ state }) =>
        unlessClosed(() => {
          this.#up = state === 'pending'
          events.onSignalling(this.#up ? 'up' : 'down')
        }),
    })
    // A refusal may have come before there was a subscription to end.
    if (this.#closed) this.#subscription.unsubscribe()
  }

  /** Whether it brings events at this moment. */
  get up(): boolean {
    return this.#up
  }

  /** Of the newest event: the proof that the talk is this client's, by which another may go on with it. */
  get lastEventId(): string | undefined {
    return this.#lastEventId
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true
    this.#subscription?.unsubscribe()
  }
}
