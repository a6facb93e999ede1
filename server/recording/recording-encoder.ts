import { Worker } from 'node:worker_threads'
import { CloseOnce } from '../close-once.ts'
import type { EncodeReply, EncodeRequest } from './encode-worker.ts'

/**
 * Makes finished recordings in a thread of its own, one after the other: encoding half an hour takes the processor
 * for some ten seconds, and the talks that run meanwhile need theirs every 20 ms. The thread is there only while there is
 * something to do.
 */
export class RecordingEncoder {
  #worker: Worker | undefined
  #last: Promise<void> = Promise.resolve()
  readonly #closing = new CloseOnce()

  /**
   * Waits for its turn.
   * @returns false when there was nothing to encode: not even the raw file's preamble is whole
   * @throws when it cannot be read or written, or the encoder closes meanwhile; the raw file is as it was
   */
  encode(request: EncodeRequest): Promise<boolean> {
    const encoding = this.#last.then(() => this.#encode(request))
    this.#last = encoding.then(
      () => {},
      () => {},
    )
    return encoding
  }

  /** What is being encoded is broken off, what waits is refused. Idempotent. */
  close(): Promise<void> {
    return this.#closing.run(async () => {
      await this.#worker?.terminate()
      await this.#last
    })
  }

  async #encode(request: EncodeRequest): Promise<boolean> {
    if (this.#closing.begun) throw new Error('The encoder of recordings is closed.')
    const worker = new Worker(new URL('encode-worker.ts', import.meta.url), { workerData: request })
    this.#worker = worker
    const { promise, resolve, reject } = Promise.withResolvers<EncodeReply>()
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`The encoder of recordings ended with code ${code}.`)))
    try {
      return (await promise).isEncoded
    } finally {
      this.#worker = undefined
      await worker.terminate()
    }
  }
}
