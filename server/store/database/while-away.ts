import type { Clock } from '../../clock.ts'

const RETRY_MS = 1_000
// A managed PostgreSQL fails over within a minute; who waits for two has lost more than this.
const GIVE_UP_MS = 120_000

/** SQLSTATE classes: connection exception, insufficient resources, operator intervention (such as a shutdown). */
const AWAY_CLASSES = ['08', '53', '57']
const AWAY_CODES = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]
/** What `pg` says without a code. */
const AWAY_MESSAGES = /connection terminated|timeout exceeded when trying to connect|not queryable/i

/**
 * Tries again while the database is away, for up to two minutes. For what is to be kept and has nobody who would ask
 * again; to be done twice must be the same as once, for it may be the answer that was lost.
 * @throws whatever else goes wrong, at once
 */
export async function retryWhileAway<Result>(clock: Clock, run: () => Promise<Result>): Promise<Result> {
  const untilMs = clock.nowMs() + GIVE_UP_MS
  for (;;) {
    try {
      return await run()
    } catch (error) {
      if (!isAway(error) || clock.nowMs() > untilMs) throw error
      const { promise, resolve } = Promise.withResolvers<void>()
      clock.after(RETRY_MS, resolve)
      await promise
    }
  }
}

/** Whether it was the way to the database that failed, and not what was asked of it. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  if (AWAY_CODES.includes(code) || AWAY_MESSAGES.test(error.message)) return true
  if (code.length === 5 && AWAY_CLASSES.includes(code.slice(0, 2))) return true
  return isAway(error.cause)
}
