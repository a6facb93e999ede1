import type { FastifyInstance } from 'fastify'
import type { WebSocketServer } from 'ws'
import type { Clock } from '../clock.ts'

const SOCKET_CLOSE_MS = 1_000

/**
 * What is under way may end: an answer that the coach is about to give, a recording that is being fetched. A process
 * manager kills after 10 s (Docker) or more, and jobs and database close after this.
 */
const CONNECTION_CLOSE_MS = 5_000

/** Says goodbye to every socket; one that does not answer would hold up the close for 30 s, so it is cut. */
export function closeSockets(sockets: WebSocketServer, clock: Clock): void {
  const cut = clock.after(SOCKET_CLOSE_MS, () => {
    for (const client of sockets.clients) client.terminate()
  })
  sockets.close(() => cut[Symbol.dispose]())
  for (const client of sockets.clients) client.close(1001)
}

/**
 * Has the server's close end though a client does not let go. Node waits for every connection that is in use, for
 * ever: an `<audio>` that is paused reads no further, an upload stands still, a browser opens a connection ahead and
 * asks nothing over it. They have a while, then they are cut.
 */
export function boundClose(server: FastifyInstance, clock: Clock): void {
  server.addHook('preClose', (done) => {
    const cut = clock.after(CONNECTION_CLOSE_MS, () => server.server.closeAllConnections())
    // Fastify closes it also where it never listened.
    server.server.once('close', () => cut[Symbol.dispose]())
    done()
  })
}
