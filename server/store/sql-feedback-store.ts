import { and, eq, getTableColumns, isNotNull, type SQL, sql } from 'drizzle-orm'
import type { FeedbackFailure, FeedbackResult, FeedbackStatus } from '../../shared/feedback.ts'
import type { FeedbackTrend } from '../../shared/feedback-trend.ts'
import type { Db, Transaction } from './database/database.ts'
import { withoutContents } from './database/query-error.ts'
import { feedback, feedbackCriteria, talks } from './database/schema.ts'
import { storableText } from './database/storable.ts'
import { awaitFeedback, doneRowOf, type FeedbackRunId, feedbackStatusOf } from './feedback-rows.ts'
import type { FeedbackRun, FeedbackStore } from './feedback-store.ts'
import { trendsOf } from './feedback-trends.ts'
import { noSuchTalk } from './find-talk.ts'
import type { JobRequest } from './job-queue.ts'
import { notify } from './notify-bus.ts'
import type { PgBossJobQueue } from './pg-boss-job-queue.ts'
import type { TalkScope } from './talk-store.ts'

type Change = Partial<typeof feedback.$inferInsert>

/** Feedback in the database. */
export class SqlFeedbackStore implements FeedbackStore {
  readonly #db: Db
  readonly #jobs: PgBossJobQueue

  constructor({ db, jobs }: { db: Db; jobs: PgBossJobQueue }) {
    this.#db = db
    this.#jobs = jobs
  }

  async get(talkId: string, scope: TalkScope): Promise<FeedbackStatus | undefined> {
    const [found] = await this.#db
      .select({ row: getTableColumns(feedback) })
      .from(talks)
      .leftJoin(feedback, eq(feedback.talkId, talks.id))
      .where(and(eq(talks.id, talkId), ownedBy(scope)))
    return found && feedbackStatusOf(talkId, found.row ?? undefined)
  }

  async request(talkId: string, jobs: readonly JobRequest[]): Promise<void> {
    await this.#withTalk(talkId, async (transaction) => {
      const sent = await this.#jobs.send(transaction, jobs)
      // Where the work is under way already, how far it is goes on being told.
      if (sent === jobs.length) await awaitFeedback(transaction, talkId)
    })
  }

  async begin(talkId: string, { jobId, attempt }: { jobId: string; attempt: number }): Promise<FeedbackRun> {
    const begun = { status: 'running', runId: jobId, attempt, stage: 'waiting', share: 0, retryAt: null }
    await this.#withTalk(talkId, async (transaction) => {
      await transaction
        .insert(feedback)
        .values({ talkId, ...begun })
        .onConflictDoUpdate({
          target: feedback.talkId,
          set: begun,
          setWhere: sql`${feedback.runId} is distinct from ${jobId} or ${feedback.attempt} < ${attempt}`,
        })
      await notify(transaction, 'feedback', talkId)
    })
    const isOurs = and(
      eq(feedback.runId, jobId),
      eq(feedback.attempt, attempt),
      eq(feedback.status, 'running'),
    )
    return withoutContents<FeedbackRun>({
      progress: (stage, share) => this.#change(talkId, { stage, share }, isOurs),
      retry: (at) =>
        this.#change(talkId, { stage: 'waiting', share: 0, retryAt: at }, isOurs, (transaction) =>
          this.#jobs.retryAt(transaction, { jobId, attempt }, at),
        ),
      done: (result, jobs) => this.#keep(result, { runId: jobId, attempt }, jobs),
      failed: (reason, message) => this.#fail(talkId, reason, message, isOurs, jobId),
    })
  }

  giveUp(talkId: string, reason: FeedbackFailure, message: string): Promise<void> {
    return this.#fail(talkId, reason, message, eq(feedback.status, 'running'))
  }

  restore(result: FeedbackResult): Promise<void> {
    return this.#keep(result, { runId: null, attempt: 0 })
  }

  async #keep(result: FeedbackResult, run: FeedbackRunId, jobs: readonly JobRequest[] = []): Promise<void> {
    const { talkId } = result
    const row = doneRowOf(result, run)
    const criteria = result.criteria.map(({ key, label, score }, position) => ({
      talkId,
      key,
      label: storableText(label),
      score,
      position,
    }))
    await this.#withTalk(talkId, async (transaction) => {
      await transaction
        .insert(feedback)
        .values({ talkId, ...row })
        .onConflictDoUpdate({ target: feedback.talkId, set: row })
      await transaction.delete(feedbackCriteria).where(eq(feedbackCriteria.talkId, talkId))
      if (criteria.length > 0) await transaction.insert(feedbackCriteria).values(criteria)
      await this.#jobs.send(transaction, jobs)
      if (run.runId !== null) await this.#jobs.finish(transaction, run.runId)
      await notify(transaction, 'feedback', talkId)
    })
  }

  async trend(
    scope: TalkScope,
    { scenarioId }: { scenarioId?: string | undefined } = {},
  ): Promise<FeedbackTrend[]> {
    const rows = await this.#db
      .select({
        scenarioId: talks.scenarioId,
        talkId: talks.id,
        startedAt: talks.startedAt,
        score: feedback.score,
        key: feedbackCriteria.key,
        label: feedbackCriteria.label,
        criterionScore: feedbackCriteria.score,
      })
      .from(feedback)
      .innerJoin(talks, eq(talks.id, feedback.talkId))
      .leftJoin(feedbackCriteria, eq(feedbackCriteria.talkId, feedback.talkId))
      .where(
        and(
          isNotNull(feedback.result),
          ownedBy(scope),
          scenarioId === undefined ? undefined : eq(talks.scenarioId, scenarioId),
        ),
      )
      .orderBy(talks.scenarioId, talks.startedAt, talks.id, feedbackCriteria.position)
    return trendsOf(rows)
  }

  async #fail(
    talkId: string,
    reason: FeedbackFailure,
    message: string,
    onlyIf: SQL | undefined,
    jobId?: string,
  ) {
    // A result that was there before the failed run is worth more than its failure.
    const status = sql<string>`case when ${feedback.result} is null then 'failed' else 'done' end`
    const change = { status, reason, message: storableText(message), retryAt: null }
    await this.#change(talkId, change, onlyIf, async (transaction) => {
      if (jobId !== undefined) await this.#jobs.finish(transaction, jobId)
    })
  }

  async #change(
    talkId: string,
    change: Omit<Change, 'status'> & { status?: SQL<string> },
    onlyIf: SQL | undefined,
    settleJob?: (transaction: Transaction) => Promise<void>,
  ) {
    await this.#db.transaction(async (transaction) => {
      const changed = await transaction
        .update(feedback)
        .set(change)
        .where(and(eq(feedback.talkId, talkId), onlyIf))
        .returning({ talkId: feedback.talkId })
      if (changed.length === 0) return
      await notify(transaction, 'feedback', talkId)
      await settleJob?.(transaction)
    })
  }

  /** The talk cannot be removed before the transaction is over. */
  async #withTalk(talkId: string, run: (transaction: Transaction) => Promise<void>): Promise<void> {
    await this.#db.transaction(async (transaction) => {
      const found = await transaction
        .select({ id: talks.id })
        .from(talks)
        .where(eq(talks.id, talkId))
        .for('key share')
      if (found.length === 0) throw noSuchTalk()
      await run(transaction)
    })
  }
}

function ownedBy({ owner }: TalkScope): SQL | undefined {
  return owner === undefined ? undefined : eq(talks.owner, owner)
}
