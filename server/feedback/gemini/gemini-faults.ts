import { ApiError } from '@google/genai'
import { z } from 'zod'
import { scrub } from '../../live/live-faults.ts'
import { EvaluationError } from '../evaluator.ts'

/** Google's error body (google.rpc.Status); only what we act upon. */
const errorBody = z.object({
  error: z.object({
    message: z.string().catch(''),
    details: z.array(z.looseObject({ '@type': z.string().catch('') })).catch([]),
  }),
})
const RETRY_INFO = 'type.googleapis.com/google.rpc.RetryInfo'
const duration = z.string().regex(/^\d+(\.\d+)?s$/)

/** Of the client's own making, or of the settings': the same request will be refused again. 408 and 429 pass. */
const isRefusal = (status: number) => status >= 400 && status < 500 && status !== 408 && status !== 429

/** Enough to know the fault by; a message that quotes the request does not get far. */
const MAX_CAUSE_CHARS = 300

/** What a failed call means. The service's own words go into the cause alone, scrubbed and cut, for the log. */
export function evaluationErrorOf(error: unknown, secrets: readonly string[]): EvaluationError {
  if (error instanceof EvaluationError) return error
  const status = error instanceof ApiError ? error.status : undefined
  const body = errorBody.safeParse(parseJson(error instanceof Error ? error.message : ''))
  const words = body.success ? body.data.error.message : String(error)
  const cause = new Error(`${status ?? 'no answer'}: ${scrub(words, secrets).slice(0, MAX_CAUSE_CHARS)}`)
  if (status !== undefined && isRefusal(status)) return refused(cause)
  const retryAfterMs = body.success ? retryDelayMs(body.data.error.details) : undefined
  const message =
    status === 429
      ? 'The AI service is asked too often at the moment. The feedback is tried again later.'
      : 'The AI service could not judge the talk at the moment. The feedback is tried again later.'
  return new EvaluationError('modelFailed', message, { canRetry: true, retryAfterMs, cause })
}

/** The service was reached and will not do it. */
export function refused(cause: Error): EvaluationError {
  return new EvaluationError(
    'modelRefused',
    'The AI service refused to judge this talk. Its key, model or settings may be wrong: please tell whoever runs this server.',
    { cause },
  )
}

function retryDelayMs(details: z.infer<typeof errorBody>['error']['details']): number | undefined {
  const info = details.find((detail) => detail['@type'] === RETRY_INFO)
  const delay = duration.safeParse(info?.retryDelay)
  return delay.success ? Math.ceil(Number.parseFloat(delay.data) * 1000) : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
