import { randomUUID } from 'node:crypto'
import type { Db, PgBoss, QueueOptions } from 'pg-boss'
import type { JobKind } from './job-queue.ts'

// biome-ignore lint/suspicious/noExplicitAny: kinds of every payload stand side by side here, each checks its own
export type AnyJobKind = JobKind<any>

// The shortest that pg-boss takes: a job whose server died is another one's after 10 s and a look or two.
const HEARTBEAT_SECONDS = 10
const MOVED_AT_ONCE = 100
/** Telling somebody that a job failed must not fail itself. */
const GIVEN_UP_LIMITS = { retryLimit: 20, retryDelay: 5, retryBackoff: true, retryDelayMax: 3_600 }

/** Where jobs of a kind wait; one queue a server where the work needs that server's disk. */
export function queueName({ name, place }: AnyJobKind, serverId: string): string {
  return place === 'anyServer' ? name : `${name}.on.${serverId}`
}

/** Where the jobs of a queue come to that failed for good. */
export function failedName(queue: string): string {
  return `failed/${queue}`
}

/** Makes the queues of a kind, or brings them to its settings. */
export async function createQueues(boss: PgBoss, kind: AnyJobKind, serverId: string): Promise<void> {
  const name = queueName(kind, serverId)
  const expireInSeconds = Math.ceil(kind.timeLimitMs / 1_000)
  const common = { notify: true, heartbeatSeconds: HEARTBEAT_SECONDS, expireInSeconds }
  await createQueue(boss, failedName(name), { ...common, ...GIVEN_UP_LIMITS })
  await createQueue(boss, name, {
    ...common,
    policy: 'exclusive',
    deadLetter: failedName(name),
    retryLimit: kind.attempts - 1,
    retryDelay: Math.ceil(kind.retryMs / 1_000),
    retryDelayMax: Math.ceil(kind.maxRetryMs / 1_000),
    retryBackoff: true,
  })
}

/**
 * Moves some jobs from one queue to another, within the transaction behind `db`.
 * @returns false when there was nothing (more)
 */
export async function moveJobs(boss: PgBoss, from: string, to: string, db: Db): Promise<boolean> {
  const jobs = await boss.fetch<object>(from, {
    db,
    batchSize: MOVED_AT_ONCE,
    ignoreStartAfter: true,
    includeMetadata: true,
  })
  for (const { data, singletonKey } of jobs) {
    await boss.send(to, data, singletonKey === null ? { db } : { db, singletonKey })
  }
  if (jobs.length > 0) await boss.complete(from, jobs, null, { db })
  return jobs.length > 0
}

async function createQueue(
  boss: PgBoss,
  name: string,
  options: QueueOptions & { policy?: string; deadLetter?: string; notify: boolean },
): Promise<void> {
  await boss.createQueue(name, options)
  // One that was there keeps its settings, which an older version may have made.
  const { policy: _, ...changeable } = options
  await boss.updateQueue(name, changeable)
  // Makes pg-boss remember the queue. If it had to ask for it within a transaction on the embedded database,
  // it would wait for ever.
  await boss.findJobs(name, { id: randomUUID() })
}
