import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { z } from 'zod'
import { MAX_ID_CHARS } from '../../../shared/limits.ts'
import { LIVE_TALK_V1 } from '../../../shared/realtime-protocol.ts'
import type { Clock } from '../../clock.ts'
import type { AuthConfig } from '../../config.ts'
import { TalkError } from '../../errors.ts'
import { callerOf } from '../../rpc/caller-of.ts'
import type { ScenarioCatalogue } from '../../scenarios/scenario-catalogue.ts'
import type { TalkRegistry } from '../../talk/talk-registry.ts'
import { serveLiveTalkV1 } from './live-talk-v1.ts'

export interface RealtimeServices {
  registry: TalkRegistry
  scenarios: ScenarioCatalogue
  /** For a socket that names none. */
  defaultScenarioId: string
}

export interface RealtimeRouteOptions extends RealtimeServices {
  auth: AuthConfig
  clock: Clock
  log: Logger
}

const query = z.object({
  scenario: z.string().max(MAX_ID_CHARS).optional(),
  talk: z.string().min(1).max(MAX_ID_CHARS).optional(),
  token: z.string().max(1_000).optional(),
})

/** The subprotocols that a client may ask for; the first that we speak is taken. */
export function chooseSubprotocol(offered: Set<string>): string | false {
  return offered.has(LIVE_TALK_V1) ? LIVE_TALK_V1 : false
}

/** `GET /ws/realtime`: a talk over a plain WebSocket. Each way of speaking has a file of its own. */
export function realtimeRoute(server: FastifyInstance, options: RealtimeRouteOptions): void {
  const { auth, registry, scenarios, defaultScenarioId, clock, log } = options
  server.get('/ws/realtime', { websocket: true }, async (socket, request) => {
    const asked = query.safeParse(request.query)
    if (!asked.success || socket.protocol !== LIVE_TALK_V1) {
      const message = `Ask for the subprotocol ${LIVE_TALK_V1}; the query takes scenario or talk.`
      socket.send(JSON.stringify({ type: 'error', code: 'badInput', message }))
      socket.close(1008)
      return
    }
    const { talk, scenario, token } = asked.data
    const { authorization } = request.headers
    const caller = callerOf(auth, { authorization, tokenInUrl: token, socket: false })
    if (caller instanceof TalkError) {
      socket.close(1008)
      return
    }
    const target = talk === undefined ? { scenarioId: scenario ?? defaultScenarioId } : { talkId: talk }
    await serveLiveTalkV1({ socket, caller, target, registry, scenarios, clock, log })
  })
}
