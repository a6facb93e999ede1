import type { WebsocketHandler } from '@fastify/websocket'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { ErrorReason } from '../../../shared/error-reason.ts'
import { MAX_ID_CHARS } from '../../../shared/limits.ts'
import { LIVE_TALK_V1 } from '../../../shared/realtime-protocol.ts'
import type { Clock } from '../../clock.ts'
import type { AuthConfig } from '../../config.ts'
import { TalkError } from '../../errors.ts'
import { callerOf } from '../../rpc/caller-of.ts'
import { tokenInCookie } from '../../rpc/session-cookie.ts'
import type { ScenarioCatalogue } from '../../scenarios/scenario-catalogue.ts'
import type { TalkRegistry } from '../../talk/talk-registry.ts'
import { wayChooser } from './choose-way.ts'
import type { OpenResampler } from './live-frames/client-microphone.ts'
import { SocketTalk } from './socket-talk.ts'

export interface RealtimeServices {
  registry: TalkRegistry
  scenarios: ScenarioCatalogue
  /** For a socket that names none. */
  defaultScenarioId: string
  /** For clients whose microphone has another rate than the model. */
  openResampler: OpenResampler
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

/** `GET /ws/realtime`: a talk over a plain WebSocket, in one of three ways. */
export function realtimeRoute(server: FastifyInstance, options: RealtimeRouteOptions): void {
  const { auth, registry, scenarios, defaultScenarioId, openResampler, clock, log } = options
  const wsHandler: WebsocketHandler = (socket, request) => {
    const asked = query.safeParse(request.query)
    // Only `live-talk.v1` has what another client needs to go on with a talk.
    if (!asked.success || (asked.data.talk !== undefined && socket.protocol !== LIVE_TALK_V1)) {
      const message = `The query takes scenario, or with the subprotocol ${LIVE_TALK_V1} talk.`
      socket.send(JSON.stringify({ type: 'error', code: 'badInput', message }))
      socket.close(1008)
      return
    }
    const { talk, scenario, token } = asked.data
    const { authorization, cookie } = request.headers
    const caller = callerOf(auth, {
      authorization,
      tokenInUrl: token,
      tokenInCookie: tokenInCookie(cookie),
      socket: false,
    })
    if (caller instanceof TalkError) {
      socket.close(1008)
      return
    }
    const target = talk === undefined ? { scenarioId: scenario ?? defaultScenarioId } : { talkId: talk }
    const chooseWay = wayChooser({ subprotocol: socket.protocol, openResampler })
    // Lives as long as the socket, which holds it.
    new SocketTalk({ socket, caller, target, chooseWay, registry, scenarios, clock, log })
  }
  server.route({ method: 'GET', url: '/ws/realtime', wsHandler, handler: askForUpgrade })
}

/** To whoever comes without a WebSocket: a browser's address line, or a proxy that does not pass the upgrade on. */
function askForUpgrade(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const error =
    'This is a WebSocket. Open it with ws:// or wss://; a proxy in front must pass the headers Upgrade and Connection on.'
  // RFC 9110 section 15.5.22
  return reply
    .code(426)
    .headers({ connection: 'upgrade', upgrade: 'websocket' })
    .send({ error, reason: 'badInput' satisfies ErrorReason })
}
