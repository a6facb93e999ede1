import type { PgBoss } from 'pg-boss'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { JobHandler, JobKind } from './job-queue.ts'
import { failedName } from './pg-boss-queues.ts'

// New jobs come by NOTIFY; tries after a failure or a dead server do not, and wait for this look.
const POLL_SECONDS = 2
// Handlers were told to stop and only have to notice.
const STOP_TIMEOUT_MS = 5_000

export interface PgBossWorkersOptions {
  /** Stays the caller's to stop. */
  boss: PgBoss
  clock: Clock
  log: Logger
}

/** Takes jobs from queues and has them done, in this process. Made and closed by `PgBossJobQueue`. */
export class PgBossWorkers {
  readonly #boss: PgBoss
  readonly #clock: Clock
  readonly #log: Logger
  /** Names of the queues that jobs are taken from. */
  readonly #working = new Set<string>()
  /** Jobs whose handler runs, and the queues that they are of. */
  readonly #running = new Map<string, string>()
  readonly #stopping = new AbortController()

  constructor({ boss, clock, log }: PgBossWorkersOptions) {
    this.#boss = boss
    this.#clock = clock
    this.#log = log
  }

  /** The queue of a job whose handler runs here. */
  queueOf(jobId: string): string | undefined {
    return this.#running.get(jobId)
  }

  /** Begins with a queue, and with the one of those that failed for good, where the handler cares for them. */
  async work<Payload extends object>(
    queue: string,
    kind: JobKind<Payload>,
    { handler, concurrency }: { handler: JobHandler<Payload>; concurrency: number },
  ): Promise<AsyncDisposable> {
    const leaving = new AbortController()
    const signal = AbortSignal.any([leaving.signal, this.#stopping.signal])
    await this.#workQueue(queue, kind, { handler, concurrency, signal })
    if (handler.givenUp) {
      const telling = { run: (payload: Payload) => handler.givenUp?.(payload) ?? Promise.resolve() }
      await this.#workQueue(failedName(queue), kind, { handler: telling, concurrency: 1, signal })
    }
    return {
      [Symbol.asyncDispose]: async () => {
        leaving.abort()
        await this.#leaveQueue(queue)
        await this.#leaveQueue(failedName(queue))
      },
    }
  }

  /** Whatever runs is told to stop. Resolves when all of it has, or 5 s later. To be called once. */
  async close(): Promise<void> {
    this.#stopping.abort()
    const timeUp = Promise.withResolvers<void>()
    using _ = this.#clock.after(STOP_TIMEOUT_MS, timeUp.resolve)
    await Promise.race([
      Promise.all([...this.#working].map((queue) => this.#boss.offWork(queue))),
      timeUp.promise,
    ])
  }

  async #workQueue<Payload extends object>(
    queue: string,
    kind: JobKind<Payload>,
    work: { handler: JobHandler<Payload>; concurrency: number; signal: AbortSignal },
  ): Promise<void> {
    this.#working.add(queue)
    const workerId: string = await this.#boss.work(
      queue,
      {
        localConcurrency: work.concurrency,
        includeMetadata: true,
        pollingIntervalSeconds: POLL_SECONDS,
        notifyPollingIntervalSeconds: POLL_SECONDS,
      },
      async ([job]) => {
        if (!job) return
        const attempt = job.retryCount + 1
        this.#running.set(job.id, queue)
        try {
          await work.handler.run(kind.payload.parse(job.data), {
            jobId: job.id,
            attempt,
            isLast: job.retryCount >= job.retryLimit,
            signal: AbortSignal.any([job.signal, work.signal]),
          })
        } catch (error) {
          this.#log.warn({ err: error, queue, jobId: job.id, attempt }, 'a job failed')
          throw error
        } finally {
          this.#running.delete(job.id)
          // Those that came while it was busy sent their NOTIFY into the void.
          this.#boss.notifyWorker(workerId)
        }
      },
    )
  }

  async #leaveQueue(queue: string): Promise<void> {
    if (!this.#working.delete(queue) || this.#stopping.signal.aborted) return
    await this.#boss.offWork(queue)
  }
}
