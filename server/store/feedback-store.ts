import type { FeedbackFailure, FeedbackResult, FeedbackStage, FeedbackStatus } from '../../shared/feedback.ts'
import type { FeedbackTrend } from '../../shared/feedback-trend.ts'
import type { JobRequest } from './job-queue.ts'
import type { TalkScope } from './talk-store.ts'

/** One try at a talk's feedback, and how it goes. What a try says that another has overtaken changes nothing. */
export interface FeedbackRun {
  progress(stage: FeedbackStage, share: number): Promise<void>
  /** It failed, and its job is tried again at that time: the handler is to end well after that. */
  retry(at: Date): Promise<void>
  /**
   * Resolves when the result is safe. Replaces what there was; a run that was overtaken replaces it too. The run's job
   * ends with it, and `jobs` are due from now on: all of that, or nothing.
   */
  done(result: FeedbackResult, jobs?: readonly JobRequest[]): Promise<void>
  /** There is no other try, so the run's job ends with it. A result that there was before stays and is shown on. */
  failed(reason: FeedbackFailure, message: string): Promise<void>
}

/** Where feedback is kept, one a talk. Every change is told on the bus as `feedback` with the talk's id. */
export interface FeedbackStore {
  /** undefined for a talk that is not there. */
  get(talkId: string, scope: TalkScope): Promise<FeedbackStatus | undefined>
  /**
   * Has it waiting, and enqueues the work for it, in one. Where that work is under way already nothing changes.
   * @throws TalkError talkNotFound
   */
  request(talkId: string, jobs: readonly JobRequest[]): Promise<void>
  /**
   * Begins a try.
   * @param run the job, and which try of it
   * @throws TalkError talkNotFound when the talk was removed
   */
  begin(talkId: string, run: { jobId: string; attempt: number }): Promise<FeedbackRun>
  /** It will not come: for work that was given up without a word. */
  giveUp(talkId: string, reason: FeedbackFailure, message: string): Promise<void>
  /** A result that is there already, as from the archive. */
  restore(result: FeedbackResult): Promise<void>
  /** How scores went over time, for each scenario. */
  trend(scope: TalkScope, filter?: { scenarioId?: string | undefined }): Promise<FeedbackTrend[]>
}
