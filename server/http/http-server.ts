import type { IncomingMessage } from 'node:http'
import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import websocket from '@fastify/websocket'
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify'
import { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, fastify } from 'fastify'
import type { Logger } from 'pino'
import { MAX_MESSAGE_BYTES } from '../../shared/limits.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { isLoopbackHost } from '../config.ts'
import { TalkError } from '../errors.ts'
import { type Credentials, callerOf } from '../rpc/caller-of.ts'
import type { AppRouter } from '../rpc/router.ts'
import { tokenInCookie } from '../rpc/session-cookie.ts'
import type { RpcContext } from '../rpc/trpc.ts'
import { boundClose, closeSockets } from './close-connections.ts'
import { bearerWanted, errorAnswers, reportUnknown } from './error-answers.ts'
import { type FeedbackFormServices, feedbackFormRoute } from './feedback-form/feedback-form-route.ts'
import { healthRoutes, type Readiness } from './health-routes.ts'
import { loggedRequest } from './logged-request.ts'
import { metricsRoute, type ServerCounts } from './metrics-route.ts'
import { isOriginAllowed } from './origin-check.ts'
import { pageRoutes } from './page-routes.ts'
import { chooseSubprotocol } from './realtime/choose-way.ts'
import { type RealtimeServices, realtimeRoute } from './realtime/realtime-route.ts'
import { type RecordingRouteOptions, recordingRoute } from './recording/recording-route.ts'
import { sessionRoute } from './session/session-route.ts'

// A browser that was closed without a word is found out within 25 s.
const PING_MS = 20_000
const PONG_WAIT_MS = 5_000

/** A tRPC client that announces connectionParams brings its token in the first message. */
const TOKEN_COMES_LATER = /^\/trpc\?(?:[^#]*&)?connectionParams=1(?:&|$)/

export interface HttpServerOptions {
  config: Pick<Config, 'auth' | 'allowedOrigins' | 'listen'>
  router: AppRouter
  realtime: RealtimeServices
  recording: Omit<RecordingRouteOptions, 'auth'>
  feedbackForm: FeedbackFormServices
  readiness: () => Readiness
  counts: () => ServerCounts
  clock: Clock
  /** Where the built page is. */
  pageDirectory: string
  log: Logger
}

/** Everything that is reached over HTTP. The caller listens and closes. */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const { config, log } = options
  const answerError = errorAnswers(log)
  const server = fastify({
    // pino's own logger; Fastify's type for it is the narrower one.
    loggerInstance: log.child(
      { part: 'http' },
      { level: quieter(log.level), serializers: { req: loggedRequest } },
    ) as FastifyBaseLogger,
    bodyLimit: MAX_MESSAGE_BYTES,
    routerOptions: { maxParamLength: 500 },
    forceCloseConnections: 'idle',
    // What is wrong before there is a route, such as a URL that cannot be decoded.
    frameworkErrors: answerError,
  })
  server.setErrorHandler(answerError)
  // First of all the plugins, for it lets go of the sockets that a later hook refuses.
  await server.register(websocket, {
    options: { maxPayload: MAX_MESSAGE_BYTES, handleProtocols: chooseSubprotocol },
    preClose(done) {
      closeSockets(this.websocketServer, options.clock)
      done()
    },
  })
  boundClose(server, options.clock)
  await protect(server, config)
  await server.register(fastifyTRPCPlugin, trpcOptions(options))
  realtimeRoute(server, { ...options.realtime, auth: config.auth, clock: options.clock, log })
  sessionRoute(server, config)
  recordingRoute(server, { ...options.recording, auth: config.auth })
  await feedbackFormRoute(server, { ...options.feedbackForm, auth: config.auth })
  healthRoutes(server, options)
  metricsRoute(server, options)
  await pageRoutes(server, { directory: options.pageDirectory })
  return server
}

async function protect(server: FastifyInstance, config: HttpServerOptions['config']): Promise<void> {
  const policy = { allowedOrigins: config.allowedOrigins, loopbackOnly: isLoopbackHost(config.listen.host) }
  server.addHook('onRequest', async (request, reply) => {
    const reads = request.method === 'GET' || request.method === 'HEAD'
    const upgrades = request.headers.upgrade !== undefined
    // A connection that was to become a socket goes with the refusal; no client is to send its next request over it.
    if (upgrades) reply.header('connection', 'close')
    if (reads && !upgrades) return
    if (!isOriginAllowed(request.headers.origin, request.headers.host, policy)) {
      throw new TalkError(
        'notAllowed',
        'Pages of this origin are not let in. ALLOWED_ORIGINS names those that are.',
      )
    }
    if (upgrades && !TOKEN_COMES_LATER.test(request.url)) {
      const caller = callerOf(config.auth, credentialsOf(request.raw, undefined))
      if (caller instanceof TalkError) throw caller
    }
  })
  if (config.allowedOrigins.length > 0) await server.register(cors, { origin: [...config.allowedOrigins] })
  await server.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        'default-src': ["'self'"],
        'connect-src': ["'self'", 'ws:', 'wss:'],
        'img-src': ["'self'", 'data:'],
        'media-src': ["'self'", 'blob:'],
        // The component library sets styles on elements.
        'style-src': ["'self'", "'unsafe-inline'"],
        // A laptop serves plain HTTP.
        'upgrade-insecure-requests': null,
      },
    },
    strictTransportSecurity: false,
  })
}

function trpcOptions({ config, router, log }: HttpServerOptions): FastifyTRPCPluginOptions<AppRouter> & {
  prefix: string
  useWSS: true
} {
  return {
    prefix: '/trpc',
    useWSS: true,
    trpcOptions: {
      router,
      maxBatchSize: 20,
      keepAlive: { enabled: true, pingMs: PING_MS, pongWaitMs: PONG_WAIT_MS },
      responseMeta: ({ errors }) =>
        errors.some(({ code }) => code === 'UNAUTHORIZED') ? { headers: new Headers(bearerWanted) } : {},
      createContext({
        req,
        info,
      }: {
        req: FastifyRequest | IncomingMessage
        info: { connectionParams: unknown }
      }): RpcContext {
        return {
          caller: callerOf(config.auth, credentialsOf(req, info.connectionParams)),
          reportUnknown: (error) => reportUnknown(log, error),
        }
      },
    },
  }
}

/** tRPC hands over Fastify's request for HTTP and Node's for a WebSocket. */
function credentialsOf(req: FastifyRequest | IncomingMessage, connectionParams: unknown): Credentials {
  const socket = !('raw' in req)
  return {
    authorization: req.headers.authorization,
    tokenInUrl: new URL(req.url ?? '/', 'http://localhost').searchParams.get('token') ?? undefined,
    tokenInCookie: tokenInCookie(req.headers.cookie),
    connectionParams,
    socket,
  }
}

/** A line a request is noise at info: the talks have their own. */
function quieter(level: string): string {
  return level === 'info' ? 'warn' : level
}
