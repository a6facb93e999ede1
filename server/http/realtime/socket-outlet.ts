import type { WebSocket } from 'ws'
import type { ErrorReason } from '../../../shared/error-reason.ts'
import { MAX_MESSAGE_BYTES } from '../../../shared/limits.ts'
import type { Clock } from '../../clock.ts'
import { TalkError } from '../../errors.ts'

/** What is handed to the socket before the rest waits here, where it can still be dropped: a third of a second. */
const AHEAD_BYTES = 16_384
// A client that reads no more, yet goes on asking for answers, is to cost no more memory than one message may.
const MAX_WAITING_WORDS_BYTES = MAX_MESSAGE_BYTES
/** A client that does not answer the close in this time is cut. */
const CLOSE_WITHIN_MS = 3_000
/** What a client is told may hold words of its own. */
const MAX_ERROR_CHARS = 500

type Frame = { kind: 'sound'; data: Uint8Array | string } | { kind: 'words'; data: string }

export interface SocketOutletOptions {
  /** Stays the caller's; ended by `close`. */
  socket: WebSocket
  clock: Clock
  /** Logs an error that is no refusal, and gives the id under which the log has it. */
  reportUnknown: (error: unknown) => string
}

/**
 * What goes to a client, in order. A client that is slow loses sound, the oldest first, and never a word; one that
 * does not read at all loses its socket.
 */
export class SocketOutlet {
  readonly #options: SocketOutletOptions
  readonly #waiting: Frame[] = []
  #soundBytes = 0
  #wordsBytes = 0
  /** Frames of sound that a slow client did not get. */
  dropped = 0

  constructor(options: SocketOutletOptions) {
    this.#options = options
  }

  /** A JSON frame. */
  send(frame: object): void {
    this.#push({ kind: 'words', data: JSON.stringify(frame) })
    if (this.#wordsBytes > MAX_WAITING_WORDS_BYTES) this.#options.socket.terminate()
  }

  /** @param mostBytes what may wait of it; beyond that the oldest is dropped */
  sendSound(data: Uint8Array | string, mostBytes: number): void {
    this.#push({ kind: 'sound', data })
    while (this.#soundBytes > mostBytes) this.#dropOldestSound()
  }

  /** Says in a typed frame why something was not done. */
  refuse(error: unknown): void {
    if (error instanceof TalkError) {
      this.#sendError(error)
    } else {
      const id = this.#options.reportUnknown(error)
      this.#sendError({
        reason: 'internalError',
        message: `Something went wrong here (${id}). Please try again.`,
      })
    }
  }

  /** After all that waits; idempotent. */
  close(code: number, reason: string): void {
    const { socket, clock } = this.#options
    if (socket.readyState !== socket.OPEN) return
    for (const frame of this.#waiting.splice(0)) socket.send(frame.data)
    socket.close(code, reason)
    const cut = clock.after(CLOSE_WITHIN_MS, () => socket.terminate())
    socket.once('close', () => cut[Symbol.dispose]())
  }

  #sendError(refusal: { reason: ErrorReason; message: string; retryAfterMs?: number | undefined }): void {
    const { reason: code, message, retryAfterMs } = refusal
    // JSON leaves out what is undefined.
    this.send({ type: 'error', code, message: message.slice(0, MAX_ERROR_CHARS), retryAfterMs })
  }

  #push(frame: Frame): void {
    const { socket } = this.#options
    if (socket.readyState !== socket.OPEN) return
    this.#waiting.push(frame)
    this.#count(frame, 1)
    this.#pump()
  }

  #pump(): void {
    const { socket } = this.#options
    while (socket.readyState === socket.OPEN && socket.bufferedAmount < AHEAD_BYTES) {
      const frame = this.#waiting.shift()
      if (!frame) return
      this.#count(frame, -1)
      socket.send(frame.data, () => this.#pump())
    }
  }

  #dropOldestSound(): void {
    const [frame] = this.#waiting.splice(
      this.#waiting.findIndex(({ kind }) => kind === 'sound'),
      1,
    )
    if (frame) this.#count(frame, -1)
    this.dropped++
  }

  #count({ kind, data }: Frame, sign: 1 | -1): void {
    const bytes = sign * Buffer.byteLength(data)
    if (kind === 'sound') this.#soundBytes += bytes
    else this.#wordsBytes += bytes
  }
}
