import { initTRPC, TRPCError } from '@trpc/server'
import superjson from 'superjson'
import { prettifyError, ZodError } from 'zod'
import type { ErrorReason } from '../../shared/error-reason.ts'
import { TalkError } from '../errors.ts'
import type { Caller } from '../talk/caller.ts'

export interface RpcContext {
  /** A refusal where the caller could not be let in. */
  caller: Caller | TalkError
  /** Logs an error that nobody expected, and gives the id under which the log has it. */
  reportUnknown: (error: unknown) => string
}

type Code = TRPCError['code']

const codeOf: Record<ErrorReason, Code> = {
  badInput: 'BAD_REQUEST',
  tooLarge: 'PAYLOAD_TOO_LARGE',
  unsupportedType: 'UNSUPPORTED_MEDIA_TYPE',
  badOffer: 'BAD_REQUEST',
  notSignedIn: 'UNAUTHORIZED',
  notAllowed: 'FORBIDDEN',
  notFound: 'NOT_FOUND',
  talkNotFound: 'NOT_FOUND',
  talkEnded: 'CONFLICT',
  scenarioNotFound: 'NOT_FOUND',
  capacityReached: 'TOO_MANY_REQUESTS',
  serverStopping: 'SERVICE_UNAVAILABLE',
  partnerUnavailable: 'SERVICE_UNAVAILABLE',
  storageUnavailable: 'SERVICE_UNAVAILABLE',
  feedbackFailed: 'BAD_GATEWAY',
  internalError: 'INTERNAL_SERVER_ERROR',
}

/** For the errors that tRPC itself makes. */
const reasonOf: Partial<Record<Code, ErrorReason>> = {
  UNAUTHORIZED: 'notSignedIn',
  FORBIDDEN: 'notAllowed',
  NOT_FOUND: 'notFound',
  PAYLOAD_TOO_LARGE: 'tooLarge',
  UNSUPPORTED_MEDIA_TYPE: 'unsupportedType',
  INTERNAL_SERVER_ERROR: 'internalError',
}

/** What a client is told of an error: the reason is of the fixed list, and nothing of ours shows through. */
interface Refusal {
  reason: ErrorReason
  message: string
  retryAfterMs?: number
}

function refusalOf(error: TRPCError, reportUnknown: RpcContext['reportUnknown'] | undefined): Refusal {
  const { cause, code } = error
  if (cause instanceof TalkError) {
    const { reason, message, retryAfterMs } = cause
    return { reason, message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
  }
  if (cause instanceof ZodError) {
    const tooLarge = cause.issues.some((issue) => issue.code === 'too_big')
    return { reason: tooLarge ? 'tooLarge' : 'badInput', message: prettifyError(cause) }
  }
  if (code === 'INTERNAL_SERVER_ERROR') {
    const id = reportUnknown?.(cause ?? error)
    return {
      reason: 'internalError',
      message: `Something went wrong here${id ? ` (${id})` : ''}. Please try again.`,
    }
  }
  return { reason: reasonOf[code] ?? 'badInput', message: error.message }
}

const t = initTRPC.context<RpcContext>().create({
  transformer: superjson,
  // A stack trace names files of ours.
  isDev: false,
  errorFormatter({ shape, error, ctx }) {
    const { reason, message, retryAfterMs } = refusalOf(error, ctx?.reportUnknown)
    return {
      ...shape,
      message,
      data: { ...shape.data, reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
    }
  },
})

export const { router } = t

/** Lets callers in whom we know, and gives a `TalkError` the code of its reason. */
export const procedure = t.procedure.use(async ({ ctx, next }) => {
  const { caller } = ctx
  if (caller instanceof TalkError) throw trpcError(caller)
  const result = await next({ ctx: { ...ctx, caller } })
  if (!result.ok && result.error.cause instanceof TalkError) {
    throw trpcError(result.error.cause)
  }
  return result
})

function trpcError(cause: TalkError): TRPCError {
  return new TRPCError({ code: codeOf[cause.reason], message: cause.message, cause })
}
