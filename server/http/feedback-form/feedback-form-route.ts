import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ErrorReason } from '../../../shared/error-reason.ts'
import type { FeedbackStatus } from '../../../shared/feedback.ts'
import type { AuthConfig } from '../../config.ts'
import { TalkError } from '../../errors.ts'
import type { FeedbackDesk } from '../../keeping/feedback-desk.ts'
import type { PostedTalks } from '../../keeping/posted-talks.ts'
import type { UploadShelf } from '../../keeping/upload-shelf.ts'
import { callerOf } from '../../rpc/caller-of.ts'
import { tokenInCookie } from '../../rpc/session-cookie.ts'
import type { ScenarioCatalogue } from '../../scenarios/scenario-catalogue.ts'
import type { Caller } from '../../talk/caller.ts'
import { readFeedbackForm } from './feedback-form.ts'

export interface FeedbackFormServices {
  uploads: UploadShelf
  posted: PostedTalks
  feedback: FeedbackDesk
  scenarios: ScenarioCatalogue
  /** By whose rubric a posted talk is judged. */
  defaultScenarioId: string
  /** No new work from now on. */
  isDraining: () => boolean
}

/** A model takes half a minute for a long talk; a proxy in front gives up after a minute or five. */
const LONGEST_WAIT_MS = 240_000
/** Far beyond what one server's clients post at once: each holds a connection and a part of the disk. */
const MAX_POSTS = 500
const RETRY_AFTER_MS = 30_000

/** `POST /feedback`, as the clients of the Flask service know it: a log, a recording or both, and the coach's words back. */
export async function feedbackFormRoute(
  server: FastifyInstance,
  { auth, ...services }: FeedbackFormServices & { auth: AuthConfig },
): Promise<void> {
  await server.register((scope) => feedbackPost(scope, { auth, ...services }))
}

async function feedbackPost(
  scope: FastifyInstance,
  { auth, ...services }: FeedbackFormServices & { auth: AuthConfig },
): Promise<void> {
  // A body of any other type is left unread: what this route has to say to it is more than Fastify's "unsupported".
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
  await scope.register(multipart)
  let posts = 0
  scope.post('/feedback', async (request, reply) => {
    posts++
    try {
      const { authorization, cookie } = request.headers
      const caller = callerOf(auth, { authorization, tokenInCookie: tokenInCookie(cookie), socket: false })
      if (caller instanceof TalkError) throw caller
      if (services.isDraining())
        throw retryLater('serverStopping', 'The server is about to stop. Try again in half a minute.')
      if (posts > MAX_POSTS)
        throw retryLater('capacityReached', 'Too many at once. Try again in half a minute.')
      return await answer(request, reply, caller, services)
    } finally {
      posts--
    }
  })
}

function retryLater(reason: ErrorReason, message: string): TalkError {
  return new TalkError(reason, message, { retryAfterMs: RETRY_AFTER_MS })
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  caller: Caller,
  { uploads, posted, feedback, scenarios, defaultScenarioId }: FeedbackFormServices,
): Promise<FastifyReply> {
  await using form = await readFeedbackForm(request, uploads)
  const { turns, upload } = form
  const scenario = await scenarios.get(defaultScenarioId, caller.scope)
  const id = await posted.keep({ owner: caller.scope.owner ?? 'anyone', scenario, turns, upload })
  if (/\brespond-async\b/i.test(String(request.headers.prefer ?? ''))) return reply.code(202).send({ id })
  const end = await firstEnd(feedback.watch(id, caller.scope, untilGone(reply)))
  if (end?.status === 'done') {
    const { result } = end
    return reply.send({ feedback: result.markdown, id, score: result.score, result })
  }
  if (end?.status === 'failed' && end.reason === 'nothingSaid') {
    return reply.code(400).send({ error: end.message, reason: 'badInput', id })
  }
  const error = 'The coach could not read this talk just now. It is kept, and will be tried again by itself.'
  return reply.code(502).send({ error, reason: 'feedbackFailed', id })
}

/** How it ended, or that its first try failed. */
async function firstEnd(statuses: AsyncIterable<FeedbackStatus>): Promise<FeedbackStatus | undefined> {
  for await (const status of statuses) {
    if (status.status === 'done' || status.status === 'failed') return status
    if (status.status === 'running' && status.retryAt) return status
  }
  return undefined
}

/** Nobody waits for ever, and nobody waits for a client that has gone. */
function untilGone({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController()
  raw.once('close', () => gone.abort())
  return AbortSignal.any([gone.signal, AbortSignal.timeout(LONGEST_WAIT_MS)])
}
