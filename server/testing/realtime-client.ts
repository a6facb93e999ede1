import { once } from 'node:events'
import { WebSocket } from 'ws'

/** A stranger's client of `/ws/realtime`, in any of its ways: keeps what comes and lets a test wait for it. */
export class RealtimeClient implements AsyncDisposable {
  readonly frames: Record<string, unknown>[] = []
  /** 24 kHz, all that came, in order. */
  readonly voice: Buffer[] = []
  readonly socket: WebSocket
  #changed: (() => void)[] = []

  /** @param subprotocols none for a client that was written for the Flask service */
  constructor(url: string, query: string, subprotocols: string[] = ['live-talk.v1']) {
    this.socket = new WebSocket(`${url.replace('http', 'ws')}/ws/realtime?${query}`, subprotocols)
    this.socket.on('error', () => undefined)
    this.socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.voice.push(data)
      else this.frames.push(JSON.parse(data.toString()))
      this.#wake()
    })
    this.socket.on('close', () => this.#wake())
  }

  get closed(): Promise<unknown> {
    return this.socket.readyState === WebSocket.CLOSED ? Promise.resolve() : once(this.socket, 'close')
  }

  async opened(): Promise<this> {
    if (this.socket.readyState === WebSocket.CONNECTING) await once(this.socket, 'open')
    return this
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame))
  }

  sendSound(samples: Int16Array): void {
    this.socket.send(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
  }

  /** The first text frame with these fields, come or to come; undefined stands for any value. */
  async frame(fields: Record<string, unknown>): Promise<Record<string, unknown>> {
    for (;;) {
      const found = this.frames.find((frame) =>
        Object.entries(fields).every(([key, value]) =>
          value === undefined ? key in frame : frame[key] === value,
        ),
      )
      if (found) return found
      if (this.socket.readyState === WebSocket.CLOSED)
        throw new Error(`closed without ${JSON.stringify(fields)}`)
      await this.change()
    }
  }

  /** Until this many bytes of voice have come. */
  async heard(bytes: number): Promise<void> {
    while (this.voice.reduce((sum, { length }) => sum + length, 0) < bytes) await this.change()
  }

  change(): Promise<void> {
    return new Promise((resolve) => this.#changed.push(resolve))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.terminate()
  }

  #wake(): void {
    for (const resolve of this.#changed.splice(0)) resolve()
  }
}
