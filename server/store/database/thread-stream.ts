import { Duplex } from 'node:stream'
import type { MessagePort } from 'node:worker_threads'

/**
 * A port as `pg` wants its socket: carries what is written to the other end, each write as one message, and reads what
 * comes back. The port goes with the stream, and the stream with the port.
 */
export class ThreadStream extends Duplex {
  readonly #port: MessagePort

  constructor(port: MessagePort) {
    super()
    this.#port = port
    port.on('message', (bytes: Uint8Array) => void this.push(bytes))
    port.once('close', () =>
      this.destroy(this.writableEnded ? undefined : new Error('The database has ended.')),
    )
  }

  /** Where a socket would dial. */
  connect(): this {
    process.nextTick(() => this.emit('connect'))
    return this
  }

  // What else `pg` asks of a socket, and a port need not be told.
  setNoDelay(): this {
    return this
  }

  ref(): this {
    this.#port.ref()
    return this
  }

  unref(): this {
    this.#port.unref()
    return this
  }

  override _read(): void {
    // The port brings it unasked.
  }

  override _write(chunk: Uint8Array, _: unknown, done: () => void): void {
    // A copy of just these bytes: the buffer under them is pg's own, and larger.
    const bytes = new Uint8Array(chunk)
    this.#port.postMessage(bytes, [bytes.buffer])
    done()
  }

  override _final(done: () => void): void {
    this.push(null)
    done()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#port.close()
    done(error)
  }
}
