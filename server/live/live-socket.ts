import type { Logger } from 'pino'
import { type ClientOptions, type MessageEvent, WebSocket } from 'ws'

/** The callbacks that @google/genai hands to its socket. */
interface SocketCallbacks {
  onopen: () => void
  onerror: (event: unknown) => void
  onmessage: (event: unknown) => void
  onclose: (event: unknown) => void
}

export interface LiveSocketOptions {
  url: string
  headers: Record<string, string>
  callbacks: SocketCallbacks
  log: Logger
}

// How long the far end may take to answer our goodbye before the socket is cut.
const CLOSE_TIMEOUT_MS = 1_000
// Audio of the partner comes in messages of some tens of KB; this only bounds what a broken service can send.
const MAX_PAYLOAD_BYTES = 16 * 1024 * 1024

/**
 * The socket under @google/genai's Live session. The library's own cannot be closed before it is open nor cut
 * off at once, and so would outlive a talk by up to 30 s.
 */
export class LiveSocket {
  readonly #options: LiveSocketOptions
  #socket: WebSocket | undefined
  readonly #closed = Promise.withResolvers<void>()

  constructor(options: LiveSocketOptions) {
    this.#options = options
  }

  connect(): void {
    const { url, headers, callbacks, log } = this.#options
    // `closeTimeout` is ws's own (8.19), its types do not know it yet.
    const settings: ClientOptions & { closeTimeout: number } = {
      headers,
      maxPayload: MAX_PAYLOAD_BYTES,
      closeTimeout: CLOSE_TIMEOUT_MS,
      // Base64 of noise-like PCM does not compress; it would cost CPU and delay alone.
      perMessageDeflate: false,
      // Each frame in a turn of the event loop of its own, so that what it says at once can be told from the next.
      allowSynchronousEvents: false,
    }
    const socket = new WebSocket(url, settings)
    this.#socket = socket
    socket.onopen = callbacks.onopen
    socket.onerror = callbacks.onerror
    socket.onclose = (event) => {
      this.#closed.resolve()
      callbacks.onclose(event)
    }
    // The library parses in a promise that nobody holds: what is not JSON would end the process.
    socket.onmessage = (event) => {
      if (isJson(event)) callbacks.onmessage(event)
      else log.warn('a frame of the live service was not JSON and left out')
    }
  }

  send(message: string): void {
    this.#socket?.send(message)
  }

  /** Bytes handed over and not yet sent. */
  get bufferedAmount(): number {
    return this.#socket?.bufferedAmount ?? 0
  }

  /** Idempotent, in any state. Resolves when both ends have closed it, or it was cut. */
  close(): Promise<void> {
    if (!this.#socket) return Promise.resolve()
    if (this.#socket.readyState === WebSocket.CONNECTING) this.#socket.terminate()
    else this.#socket.close(1000)
    return this.#closed.promise
  }
}

function isJson({ data }: MessageEvent): boolean {
  try {
    JSON.parse(data.toString())
    return true
  } catch {
    return false
  }
}
