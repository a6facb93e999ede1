import { LiveError } from './live-model.ts'
import type { LivePolicy } from './live-policy.ts'

/** How an attempt to connect went wrong. */
export interface FailedAttempt {
  /** What the service said; undefined: nothing within the time that was given. */
  error: LiveError | undefined
  /** Whether a handle was presented. */
  resuming: boolean
  /** With this handle, this one among them. */
  handleAttempts: number
  /** In this outage, this one among them. */
  attempts: number
  /** Since there is no connection. */
  outageMs: number
}

export type ReconnectStep =
  | { type: 'giveUp'; error: LiveError }
  /** `dropHandle`: begin a new session. */
  | { type: 'retry'; dropHandle: boolean; delayMs: number }

/** What to do after an attempt that failed. Pure. @param random from 0 to 1 */
export function afterFailedAttempt(
  failed: FailedAttempt,
  policy: LivePolicy['reconnect'],
  random: number,
): ReconnectStep {
  const { error, resuming } = failed
  const isRefused = error?.fault === 'refused'
  // A handle that is not taken is told in the words for a wrong setup, which was good enough until now.
  const isHandleRefused = resuming && isRefused && error.refusal === 'settings'
  if (isRefused && !isHandleRefused) return { type: 'giveUp', error }
  if (failed.outageMs >= policy.limitMs)
    return { type: 'giveUp', error: new LiveError('lost', error?.message ?? 'The service did not answer.') }
  // Each of these has taken its time already, or will not change by waiting.
  if (resuming && (isHandleRefused || !error)) return { type: 'retry', dropHandle: true, delayMs: 0 }
  // The old socket may still be open for the service (it says 1011 then): that passes.
  const dropHandle = resuming && failed.handleAttempts >= policy.maxHandleAttempts
  return { type: 'retry', dropHandle, delayMs: backoffMs(failed.attempts, policy, random) }
}

/** Doubles from attempt to attempt; a part of it is left to chance, so that not all talks come back at once. */
export function backoffMs(attempts: number, policy: LivePolicy['reconnect'], random: number): number {
  const fullMs = Math.min(policy.maxDelayMs, policy.firstDelayMs * 2 ** Math.max(0, attempts - 1))
  return fullMs * (1 - policy.jitter * random)
}

/**
 * What the end of an established connection means. What was refused when nothing else was sent would be refused
 * again; but "invalid argument" in mid-talk was about one message or a passing fault.
 */
export function isFinal(error: LiveError): boolean {
  return error.fault === 'refused' && error.refusal !== 'settings'
}
