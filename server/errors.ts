import type { ErrorReason } from '../shared/error-reason.ts'

/**
 * A refusal that its receiver can act upon, free of any transport: `http/` and `rpc/` translate `reason` into
 * their own codes. The message says what happened and what to do, and is shown to the client as it is: no
 * secret, no path and no stranger's text may stand in it. What lies behind goes into `cause`, for the log.
 */
export class TalkError extends Error {
  override readonly name = 'TalkError'
  readonly reason: ErrorReason
  /** After how many ms a second try makes sense, where a wait helps. */
  readonly retryAfterMs: number | undefined

  constructor(
    reason: ErrorReason,
    message: string,
    options: { cause?: unknown; retryAfterMs?: number } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.reason = reason
    this.retryAfterMs = options.retryAfterMs
  }
}

/**
 * The server cannot start, for a reason outside of it. The message says what to do, and is all that is shown beside
 * the message of its cause: no secret may stand in either.
 */
export class StartError extends Error {
  override readonly name = 'StartError'
}
