import { randomUUID } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { ErrorReason } from '../../shared/error-reason.ts'
import { TalkError } from '../errors.ts'
import { httpStatusOf } from './http-status.ts'

/** By which scheme to come, as each 401 must say (RFC 9110 section 15.5.2). */
export const bearerWanted = { 'www-authenticate': 'Bearer' }

/**
 * What a route or a hook throws becomes `{error, reason}` with the reason's status code, and Retry-After (RFC 9110
 * section 10.2.3) where a wait helps. Of an error that nobody expected the client is told an id alone.
 */
export function errorAnswers(log: Logger) {
  return (error: Error & { statusCode?: number }, _request: FastifyRequest, reply: FastifyReply) => {
    const { status, reason, message, retryAfterMs } = refusalOf(error, log)
    if (status === 401) reply.headers(bearerWanted)
    if (retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(retryAfterMs / 1000))
    // The route may have announced something else already.
    reply.code(status).type('application/json; charset=utf-8').send({ error: message, reason })
  }
}

interface Refusal {
  status: number
  reason: ErrorReason
  message: string
  retryAfterMs?: number | undefined
}

function refusalOf(error: Error & { statusCode?: number }, log: Logger): Refusal {
  if (error instanceof TalkError) {
    const { reason, message, retryAfterMs } = error
    return { status: httpStatusOf[reason], reason, message, retryAfterMs }
  }
  const status = error.statusCode ?? 500
  if (status < 500) return { status, reason: reasonOfStatus(status), message: error.message }
  const id = reportUnknown(log, error)
  return { status, reason: 'internalError', message: `Something went wrong here (${id}).` }
}

/** @returns the id that the client is told as well */
export function reportUnknown(log: Logger, error: unknown): string {
  const id = randomUUID()
  log.error({ err: error, errorId: id }, 'an error that nobody expected')
  return id
}

function reasonOfStatus(status: number): ErrorReason {
  if (status === 401) return 'notSignedIn'
  if (status === 403) return 'notAllowed'
  if (status === 404) return 'notFound'
  if (status === 413) return 'tooLarge'
  if (status === 415) return 'unsupportedType'
  return 'badInput'
}
