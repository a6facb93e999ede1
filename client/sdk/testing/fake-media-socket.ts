import type { MediaSocket, MediaSocketEvents, SocketCommand, SocketMessage } from '../media-socket.ts'

/** A socket whose far end is the test. */
export class FakeMediaSocket implements MediaSocket {
  readonly #events: MediaSocketEvents
  readonly #log: string[]
  closes = 0

  constructor(events: MediaSocketEvents, log: string[]) {
    this.#events = events
    this.#log = log
  }

  send(command: SocketCommand): void {
    this.#log.push(`socket.send ${command.type}${command.type === 'say' ? ` ${command.text}` : ''}`)
  }

  close(): void {
    if (this.closes++ === 0) this.#log.push('socket.close')
  }

  says(message: SocketMessage): void {
    this.#events.onMessage(message)
  }

  breaks(): void {
    this.#events.onClose()
  }
}
