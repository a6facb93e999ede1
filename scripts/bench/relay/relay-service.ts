import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

/** One connection of the server's to the service. */
export interface ServiceLine {
  send(frame: Buffer): void
  /** A message with the user's sound has come. */
  onAudio: () => void
}

const setupComplete = Buffer.from('{"setupComplete":{}}')

/** A service of the Live protocol that takes every setup and does as little as can be: its time is not the server's. */
export class RelayService implements AsyncDisposable {
  readonly #sockets: WebSocketServer
  readonly #waiting: ((line: ServiceLine) => void)[] = []

  private constructor(sockets: WebSocketServer) {
    this.#sockets = sockets
    sockets.on('connection', (socket) => this.#take(socket))
  }

  static async listen(): Promise<RelayService> {
    const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    await once(sockets, 'listening')
    return new RelayService(sockets)
  }

  get baseUrl(): string {
    // Listening on TCP, so the address is an object.
    return `http://127.0.0.1:${(this.#sockets.address() as AddressInfo).port}`
  }

  nextLine(): Promise<ServiceLine> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate()
    await new Promise((resolve) => this.#sockets.close(resolve))
  }

  #take(socket: WebSocket): void {
    const line: ServiceLine = { send: (frame) => socket.send(frame), onAudio: () => undefined }
    socket.on('message', (data: Buffer) => {
      if (data.includes('"setup"')) {
        socket.send(setupComplete)
        this.#waiting.shift()?.(line)
      } else if (data.includes('"audio"')) line.onAudio()
    })
  }
}
