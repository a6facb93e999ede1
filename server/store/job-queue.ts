import type { z } from 'zod'

/** A sort of work that is asked for now and done later, by this server or another, at least once. */
export interface JobKind<Payload extends object> {
  /** Letters, digits and hyphens; part of what is stored, so never renamed while jobs wait. */
  readonly name: string
  readonly payload: z.ZodType<Payload>
  /** What it is about, mostly a talk's id: of one kind and key at most one job waits or runs. */
  readonly keyOf: (payload: Payload) => string
  /** `sameServer` is for work on files that only the server has which asked for it. */
  readonly place: 'anyServer' | 'sameServer'
  /** How often it is tried before it counts as failed. */
  readonly attempts: number
  /** The wait before the second try, ms; it doubles with each one, up to `maxRetryMs`. */
  readonly retryMs: number
  readonly maxRetryMs: number
  /** A try that takes longer counts as lost, ms. */
  readonly timeLimitMs: number
}

/** A job to be, checked already. Made by `jobRequest`. */
export interface JobRequest {
  readonly kind: string
  readonly key: string
  readonly payload: object
}

/** @throws ZodError when the payload is not of the kind's shape */
export function jobRequest<Payload extends object>(kind: JobKind<Payload>, payload: Payload): JobRequest {
  return { kind: kind.name, key: kind.keyOf(payload), payload: kind.payload.parse(payload) }
}

/** One try of a job. */
export interface JobAttempt {
  /** The same in every try. */
  readonly jobId: string
  /** From 1 on. */
  readonly attempt: number
  /** After this one fails there is no other. */
  readonly isLast: boolean
  /** The server stops, or the time is up: what is not done now will be tried again. */
  readonly signal: AbortSignal
}

export interface JobHandler<Payload> {
  /** Resolves when the job is done. Throws to have it tried again. It may run twice, so it must be idempotent. */
  run(payload: Payload, attempt: JobAttempt): Promise<void>
  /** It failed for good, or its server died each time. Runs as a job itself, so it too may run twice. */
  givenUp?(payload: Payload): Promise<void>
}

export interface JobView {
  id: string
  key: string
  state: 'waiting' | 'active' | 'done' | 'failed'
  /** How many tries have begun. */
  attempts: number
  /** Not before then it is tried (again). */
  dueAt: Date
}

/** Durable jobs: what was enqueued is done, whatever dies in between. */
export interface JobQueue {
  /** Resolves when the job is safe. One that waits or runs already under the same kind and key stands for it. */
  enqueue(...requests: JobRequest[]): Promise<void>
  /**
   * Begins to do jobs of a kind, so many at a time. Disposing takes no more, tells those that run to stop, and waits
   * until they did.
   */
  work<Payload extends object>(
    kind: JobKind<Payload>,
    handler: JobHandler<Payload>,
    options?: { concurrency?: number },
  ): Promise<AsyncDisposable>
  /** Whether a job of one of these kinds waits or runs, on any server, with this key or one below it (`key/...`). */
  isDue(kinds: readonly { name: string }[], key: string): Promise<boolean>
  /** The newest jobs of a kind, finished ones for a week. For operators and tests. */
  list(kind: { name: string }, options?: { limit?: number }): Promise<JobView[]>
}
