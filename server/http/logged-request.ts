import type { FastifyRequest } from 'fastify'

/** What a log line says of a request. A plain WebSocket brings its token in the URL, so that value is left out. */
export function loggedRequest({ method, url, host, ip }: FastifyRequest) {
  return { method, url: url.replace(/([?&]token=)[^&#]*/gi, '$1[redacted]'), host, remoteAddress: ip }
}
