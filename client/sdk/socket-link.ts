import type { CallClock } from './call-clock.ts'
import type { CallPeer } from './call-peer.ts'
import type { MediaSocket, SocketCommand, SocketMessage } from './media-socket.ts'
import type { TalkApi } from './talk-api.ts'
import { Timers } from './timers.ts'

/** From the opening to the server's first word. */
const OPEN_TIMEOUT_MS = 3_000
/** The first is long enough for a server that closes the socket because WebRTC has just taken over. */
const FIRST_RETRY_MS = 300
const MAX_RETRY_MS = 4_000

/** The talk to carry, or the scenario of one that is to begin. */
export type SocketTarget = { talkId: string } | { scenarioId: string }

/** What the link tells its owner. Nothing comes after `close`. */
export interface SocketLinkEvents {
  /** The sound goes this way now: the first time, and after each loss. */
  onUp(talkId: string): void
  /** It was up, and is gone; it is opened anew by itself. */
  onDown(): void
  /** It could not be opened so many times since it was last up; it is tried again by itself. */
  onFailed(failures: number): void
  /** The server does not want it. It is not tried again. */
  onRefused(refusal: { code: string; message: string }): void
  onMessage(message: SocketMessage): void
}

export interface SocketLinkOptions {
  /** One that has `openSocket`. Stays its owner's. */
  peer: Pick<CallPeer, 'openSocket'>
  client: TalkApi
  clock: CallClock
  target: SocketTarget
  events: SocketLinkEvents
}

/** The WebSocket way of one talk, opened again whenever it is lost, until `close`. */
export class SocketLink {
  readonly #peer: SocketLinkOptions['peer']
  readonly #client: TalkApi
  readonly #events: SocketLinkEvents
  readonly #timers: Timers<'open' | 'retry'>
  #target: SocketTarget
  #socket: MediaSocket | undefined
  /** Sockets and URLs of before speak no more. */
  #generation = 0
  #up = false
  #failures = 0
  #closed = false

  constructor({ peer, client, clock, target, events }: SocketLinkOptions) {
    this.#peer = peer
    this.#client = client
    this.#events = events
    this.#target = target
    this.#timers = new Timers(clock)
    this.#open()
  }

  get up(): boolean {
    return this.#up
  }

  send(command: SocketCommand): void {
    this.#socket?.send(command)
  }

  /** Opens it anew at once: the network has changed under it, which a socket learns of far too late. */
  reopen(): void {
    if (this.#closed) return
    this.#socket?.close()
    this.#lost()
    this.#open()
  }

  /** Idempotent. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#up = false
    this.#generation++
    this.#timers.clearAll()
    this.#socket?.close()
  }

  #open(): void {
    if (this.#closed) return
    const generation = ++this.#generation
    const isCurrent = () => generation === this.#generation && !this.#closed
    this.#timers.clear('retry')
    this.#timers.set('open', OPEN_TIMEOUT_MS, () => this.#gone())
    this.#client
      .mediaSocketUrl(this.#target)
      .then((url) => {
        if (!isCurrent()) return
        this.#socket = this.#peer.openSocket?.(url, {
          onMessage: (message) => isCurrent() && this.#onMessage(message),
          onClose: () => isCurrent() && this.#gone(),
        })
      })
      .catch(() => isCurrent() && this.#gone())
  }

  #onMessage(message: SocketMessage): void {
    if (message.type === 'talk') {
      this.#timers.clear('open')
      this.#target = { talkId: message.talkId }
      this.#failures = 0
      this.#up = true
      this.#events.onUp(message.talkId)
    } else if (message.type === 'error' && !this.#up) {
      this.close()
      this.#events.onRefused(message)
    } else {
      this.#events.onMessage(message)
    }
  }

  /** The socket is gone, or has not come up: waits, then opens it anew. */
  #gone(): void {
    this.#generation++
    this.#socket?.close()
    this.#timers.clear('open')
    this.#failures++
    const delayMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.#failures - 1))
    this.#timers.set('retry', delayMs, () => this.#open())
    if (!this.#lost()) this.#events.onFailed(this.#failures)
  }

  #lost(): boolean {
    const was = this.#up
    this.#up = false
    this.#socket = undefined
    if (was) this.#events.onDown()
    return was
  }
}
