import type { WebSocket } from 'ws'
import type { Clock } from '../../clock.ts'

const PING_MS = 10_000

/**
 * Pings a socket and cuts it when the last ping was not answered: a client that vanished is found out within
 * 20 s (RFC 6455 section 5.5.2). Lives as long as the socket.
 */
export function keepAlive(socket: WebSocket, clock: Clock): void {
  let answered = true
  let timer = clock.after(PING_MS, beat)
  socket.on('pong', () => {
    answered = true
  })
  socket.once('close', () => timer[Symbol.dispose]())

  function beat(): void {
    if (!answered) {
      socket.terminate()
      return
    }
    answered = false
    socket.ping()
    timer = clock.after(PING_MS, beat)
  }
}
