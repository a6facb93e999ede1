import type { ErrorReason } from '../../shared/error-reason.ts'

/**
 * Why a call could not be held, as far as the server did not say so by an `ended` event.
 *
 * - `microphoneRefused`: the user, their browser or their system does not allow it.
 * - `microphoneMissing`: there is none.
 * - `microphoneBusy`: there is one, but it gives no sound; mostly another program holds it.
 * - `microphoneUnsupported`: the browser gives none to this page: too old, or the page came over plain HTTP.
 * - `serverUnreachable`: no word from the server at all.
 * - `connectionFailed`: the server answered, but voice found no way between the two.
 * - `connectionLost`: voice and server were there and are gone.
 * - `refused`: the server said no, with its reason; `message` is its own sentence for it.
 * - `unexpected`: a fault of ours in this client.
 */
export type CallProblem =
  | { type: 'microphoneRefused' | 'microphoneMissing' | 'microphoneBusy' | 'microphoneUnsupported' }
  | { type: 'serverUnreachable' | 'connectionFailed' | 'connectionLost' | 'unexpected' }
  | { type: 'refused'; reason: ErrorReason; message: string; retryAfterMs?: number }

export type CallProblemType = CallProblem['type']

/** A problem on its way up: what a `CallPeer` throws, and what `TalkCall.say` rejects with. */
export class CallError extends Error {
  override readonly name = 'CallError'
  readonly problem: CallProblem

  constructor(problem: CallProblem, options?: ErrorOptions) {
    super(problem.type === 'refused' ? problem.message : problem.type, options)
    this.problem = problem
  }
}

/**
 * Reads what a tRPC call or a peer threw. tRPC's errors are recognised by their shape, not their class: the
 * shape is what the server promises (`data.reason`, `data.retryAfterMs`).
 */
export function problemFrom(error: unknown): CallProblem {
  if (error instanceof CallError) return error.problem
  if (typeof error !== 'object' || error === null || !('data' in error)) return { type: 'unexpected' }
  const { data } = error
  // A tRPC error without data never came from the server: the socket closed under it.
  if (typeof data !== 'object' || data === null) return { type: 'serverUnreachable' }
  const message = 'message' in error && typeof error.message === 'string' ? error.message : ''
  return {
    type: 'refused',
    reason: 'reason' in data && isErrorReason(data.reason) ? data.reason : 'internalError',
    message,
    ...('retryAfterMs' in data && typeof data.retryAfterMs === 'number'
      ? { retryAfterMs: data.retryAfterMs }
      : {}),
  }
}

/** The compiler holds this list to `ErrorReason`; zod's own would bring all of zod into the page. */
const errorReasons: Record<ErrorReason, true> = {
  badInput: true,
  tooLarge: true,
  unsupportedType: true,
  badOffer: true,
  notSignedIn: true,
  notAllowed: true,
  notFound: true,
  talkNotFound: true,
  talkEnded: true,
  scenarioNotFound: true,
  capacityReached: true,
  serverStopping: true,
  partnerUnavailable: true,
  storageUnavailable: true,
  feedbackFailed: true,
  internalError: true,
}

function isErrorReason(value: unknown): value is ErrorReason {
  return typeof value === 'string' && Object.hasOwn(errorReasons, value)
}
