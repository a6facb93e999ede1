import type { FastifyInstance } from 'fastify'

export interface Readiness {
  draining: boolean
  talks: { active: number; max: number }
  /** Each part by name, and whether it is up. */
  parts: Record<string, boolean>
}

/** `/healthz` while the process lives; `/readyz` while a new talk can begin. */
export function healthRoutes(server: FastifyInstance, options: { readiness: () => Readiness }): void {
  server.get('/healthz', () => ({ status: 'ok' }))
  server.get('/readyz', async (_request, reply) => {
    const state = options.readiness()
    const ready =
      !state.draining && state.talks.active < state.talks.max && Object.values(state.parts).every((up) => up)
    return reply.code(ready ? 200 : 503).send({ ready, ...state })
  })
}
