import { CloseOnce } from '../close-once.ts'
import { OneAtATime } from '../one-at-a-time.ts'
import { runInThread } from '../run-in-thread.ts'
import type { EncodeReply, EncodeRequest } from './encode-worker.ts'

/**
 * Makes finished recordings in a thread of its own, one after the other: encoding half an hour takes the processor
 * for some ten seconds.
 */
export class RecordingEncoder {
  readonly #stopping = new AbortController()
  readonly #queue = new OneAtATime()
  readonly #closing = new CloseOnce()

  /**
   * Waits for its turn.
   * @returns false when there was nothing to encode: not even the raw file's preamble is whole
   * @throws when it cannot be read or written, or the encoder closes meanwhile; the raw file is as it was
   */
  async encode(request: EncodeRequest): Promise<boolean> {
    const module = new URL('encode-worker.ts', import.meta.url)
    const { isEncoded } = await this.#queue.run(() =>
      runInThread<EncodeReply>(module, request, this.#stopping.signal),
    )
    return isEncoded
  }

  /** What is being encoded is broken off, what waits is refused. Idempotent. */
  close(): Promise<void> {
    return this.#closing.run(() => {
      this.#stopping.abort(new Error('The encoder of recordings is closed.'))
      return this.#queue.settled()
    })
  }
}
