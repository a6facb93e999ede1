import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

/** One connection to the fake service, in the test's hands. */
export class FakeLiveConnection {
  readonly socket: WebSocket
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly received: Record<string, unknown>[] = []
  #waiting: { key: string; resolve: (message: Record<string, unknown>) => void }[] = []

  constructor(socket: WebSocket, request: IncomingMessage) {
    this.socket = socket
    this.url = request.url ?? ''
    this.headers = request.headers
    socket.on('message', (data) => {
      // What a client sends is always an object of one key.
      const message = JSON.parse(data.toString()) as Record<string, unknown>
      this.received.push(message)
      this.#waiting = this.#waiting.filter(({ key, resolve }) => {
        if (!(key in message)) return true
        resolve(message)
        return false
      })
    })
  }

  /** A frame as Google sends it: JSON in a binary frame. */
  send(message: unknown): void {
    this.socket.send(Buffer.from(`${JSON.stringify(message, null, 2)}\n`))
  }

  /** The first message with this key, come or to come. */
  message(key: string): Promise<Record<string, unknown>> {
    const come = this.received.find((message) => key in message)
    if (come) return Promise.resolve(come)
    return new Promise((resolve) => this.#waiting.push({ key, resolve }))
  }

  get closed(): Promise<unknown> {
    return this.socket.readyState === this.socket.CLOSED ? Promise.resolve() : once(this.socket, 'close')
  }
}

/** A service that speaks Live's protocol over a real socket, and says only what the test tells it to. */
export class FakeLiveServer implements AsyncDisposable {
  readonly baseUrl: string
  readonly connections: FakeLiveConnection[] = []
  readonly #http
  readonly #sockets
  #waiting: ((connection: FakeLiveConnection) => void)[] = []

  private constructor(http: ReturnType<typeof createServer>) {
    this.#http = http
    this.#sockets = new WebSocketServer({ server: http })
    this.#sockets.on('connection', (socket, request) => {
      const connection = new FakeLiveConnection(socket, request)
      this.connections.push(connection)
      for (const resolve of this.#waiting.splice(0)) resolve(connection)
    })
    // Listening on TCP, so the address is an object.
    this.baseUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  }

  static async listen(): Promise<FakeLiveServer> {
    const http = createServer((_request, response) => response.writeHead(404).end())
    http.listen(0, '127.0.0.1')
    await once(http, 'listening')
    return new FakeLiveServer(http)
  }

  /** The next connection to come. */
  nextConnection(): Promise<FakeLiveConnection> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { socket } of this.connections) socket.terminate()
    this.#sockets.close()
    this.#http.closeAllConnections()
    await new Promise((resolve) => this.#http.close(resolve))
  }
}
