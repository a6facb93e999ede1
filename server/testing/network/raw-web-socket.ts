import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

const SAMPLE_KEY = 'dGhlIHNhbXBsZSBub25jZQ==' // of RFC 6455 section 1.3

/** A WebSocket connection in whose stream anything may be written, since no library stands before it. */
export class RawWebSocket implements Disposable {
  /** Resolves when the server has closed it, or it is disposed. */
  readonly closed: Promise<unknown>
  readonly #socket: Socket

  private constructor(socket: Socket) {
    this.#socket = socket
    this.closed = once(socket, 'close')
    // The server may be gone before all is written.
    socket.on('error', () => undefined)
  }

  /**
   * @param url of http or ws, with path and query
   * @throws Error when the server does not upgrade the connection
   */
  static async open(url: string, subprotocol?: string): Promise<RawWebSocket> {
    const { hostname, port, pathname, search } = new URL(url)
    const socket = connect(Number(port), hostname)
    const opened = new RawWebSocket(socket)
    await once(socket, 'connect')
    socket.write(
      [
        `GET ${pathname}${search} HTTP/1.1`,
        `Host: ${hostname}:${port}`,
        'Upgrade: websocket',
        'Connection: Upgrade',
        `Sec-WebSocket-Key: ${SAMPLE_KEY}`,
        'Sec-WebSocket-Version: 13',
        ...(subprotocol === undefined ? [] : [`Sec-WebSocket-Protocol: ${subprotocol}`]),
        '\r\n',
      ].join('\r\n'),
    )
    // The status line comes whole: it is the first and a short one.
    const [head] = (await once(socket, 'data')) as [Buffer]
    if (!head.toString('latin1').startsWith('HTTP/1.1 101 ')) {
      socket.destroy()
      throw new Error(`not upgraded: ${head.toString('latin1').split('\r\n', 1)[0]}`)
    }
    socket.resume()
    return opened
  }

  write(bytes: Uint8Array): void {
    this.#socket.write(bytes)
  }

  /** Without a close frame. */
  [Symbol.dispose](): void {
    this.#socket.destroy()
  }
}
