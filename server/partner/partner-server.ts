import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Logger } from 'pino'
import { WebSocket, WebSocketServer } from 'ws'
import { MAX_MESSAGE_BYTES } from '../../shared/limits.ts'
import { type Clock, systemClock } from '../clock.ts'
import { CloseOnce } from '../close-once.ts'
import { unavailable } from '../live/live-close.ts'
import { PartnerConnection, type PartnerParts } from './partner-connection.ts'
import { ResumptionLedger } from './resumption-ledger.ts'

export interface PartnerServerOptions extends Pick<PartnerParts, 'minds' | 'ears'> {
  log: Logger
  clock?: Clock
  /** The only models there are, as `models/NAME`; by default every name will do, for nobody here depends on it. */
  models?: readonly string[]
  /** Makes its sockets; a service with faults for tests hands in one that misbehaves. */
  socketClass?: typeof WebSocket
}

const HOST = '127.0.0.1'

/** `@google/genai` puts a second slash before `ws` when the base URL has no path of its own. */
const LIVE_PATH =
  /\/ws\/google\.ai\.generativelanguage\.(v1|v1beta|v1alpha)\.GenerativeService\.BidiGenerateContent(?:Constrained)?$/

/**
 * The built-in partner: a server of the Gemini Live API's WebSocket protocol (BidiGenerateContent) on a free port
 * of the loopback interface, for clients in this very process or machine. `@google/genai` reaches it by `baseUrl`
 * as it reaches Google, with any key.
 *
 * Owns its port and all connections; `close` ends them.
 */
export class PartnerServer implements AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly baseUrl: string
  readonly #http: Server
  readonly #sockets: WebSocketServer
  readonly #parts: PartnerParts
  readonly #log: Logger
  readonly #connections = new Set<PartnerConnection>()
  readonly #closing = new CloseOnce()

  private constructor(http: Server, parts: PartnerParts, options: PartnerServerOptions) {
    this.#http = http
    this.#parts = parts
    this.#log = options.log
    // A TCP server's address, once it listens, is no string and not null.
    this.baseUrl = `http://${HOST}:${(http.address() as AddressInfo).port}`
    this.#sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: MAX_MESSAGE_BYTES,
      perMessageDeflate: false,
      WebSocket: options.socketClass ?? WebSocket,
    })
    http.on('request', (_request, response) => {
      response.writeHead(404, { 'content-type': 'application/json', connection: 'close' })
      response.end(`${JSON.stringify(notFound, null, 2)}\n`)
    })
    http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
  }

  /** @throws Error when no port can be had */
  static async listen(options: PartnerServerOptions): Promise<PartnerServer> {
    const { clock = systemClock, log, minds, models, ears } = options
    const parts: PartnerParts = {
      minds,
      ears,
      ledger: new ResumptionLedger({ clock }),
      clock,
      models,
    }
    const http = createServer()
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject)
      http.listen({ host: HOST, port: 0 }, () => {
        http.off('error', reject)
        resolve()
      })
    })
    const server = new PartnerServer(http, parts, options)
    log.debug({ baseUrl: server.baseUrl }, 'built-in partner listens')
    return server
  }

  /** Open connections, those included that are just being closed. */
  get connectionCount(): number {
    return this.#connections.size
  }

  /** Ends every connection and frees the port. Idempotent: every call waits for the same close. */
  close(): Promise<void> {
    return this.#closing.run(() => this.#close())
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#http.close(() => resolve()))
    for (const connection of this.#connections) connection.close(unavailable)
    this.#http.closeAllConnections()
    this.#sockets.close()
    // Upgraded sockets count as the server's connections: it has closed when the last of them is gone.
    await closed
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const apiVersion = LIVE_PATH.exec(pathOf(request))?.[1]
    // A page in a browser of this machine has an origin; a client of ours has none.
    const isPage = request.headers.origin !== undefined
    if (this.#closing.begun) refuse(socket, '503 Service Unavailable')
    else if (!isLoopback(request.socket.remoteAddress) || isPage) refuse(socket, '403 Forbidden')
    else if (apiVersion === undefined) refuse(socket, '404 Not Found')
    else
      this.#sockets.handleUpgrade(request, socket, head, (webSocket) => this.#connect(webSocket, apiVersion))
  }

  #connect(socket: WebSocket, apiVersion: string): void {
    const connection = new PartnerConnection({
      socket,
      apiVersion,
      parts: this.#parts,
      log: this.#log,
      onClosed: () => this.#connections.delete(connection),
    })
    this.#connections.add(connection)
  }
}

const notFound = { error: { code: 404, message: 'Requested entity was not found.', status: 'NOT_FOUND' } }

/** Without the query, which holds the key, and with runs of slashes collapsed. */
function pathOf({ url = '' }: IncomingMessage): string {
  return (url.split('?', 1)[0] ?? '').replace(/\/{2,}/g, '/')
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(127\.|::1$|::ffff:127\.)/.test(address)
}

function refuse(socket: Duplex, status: string): void {
  socket.once('error', () => {})
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy())
}
