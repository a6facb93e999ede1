import type { Logger } from 'pino'
import type { TalkRecord } from '../../shared/talk.ts'
import type { Clock } from '../clock.ts'
import type { Coach, CoachProgress } from '../feedback/coach.ts'
import { EvaluationError } from '../feedback/evaluator.ts'
import type { FeedbackRun, FeedbackStore } from '../store/feedback-store.ts'
import { type JobAttempt, type JobHandler, jobRequest } from '../store/job-queue.ts'
import type { TalkStore } from '../store/talk-store.ts'
import { evaluateTalk, keepFeedback } from './job-kinds.ts'
import type { TalkSound } from './talk-sound.ts'

/**
 * Tries in which the sound of a talk is waited for that another server has recorded: it is in the archive within
 * seconds, unless that server died with it. Then the words alone have to do.
 */
const TRIES_FOR_SOUND = 3
/** A service that is out of its quota for the day says so in hours; another try costs little, and may be let in. */
const LONGEST_ASKED_WAIT_MS = 3_600_000
/** Progress is a row written and a notice to every server. */
const LEAST_SHARE = 0.05

export interface EvaluationOptions {
  talks: TalkStore
  feedback: FeedbackStore
  sound: TalkSound
  coach: Coach
  clock: Clock
  log: Logger
}

/** Has the coach read a talk, and keeps what comes of it. */
export class TalkEvaluation implements JobHandler<{ talkId: string }> {
  readonly #options: EvaluationOptions

  constructor(options: EvaluationOptions) {
    this.#options = options
  }

  /** What is to be tried again is put off by itself, or throws while the server stops; what will not get better is kept as the feedback's failure instead */
  async run({ talkId }: { talkId: string }, attempt: JobAttempt): Promise<void> {
    const { talks, feedback, log } = this.#options
    const record = await talks.get(talkId, {})
    if (!record) return
    const run = await feedback.begin(talkId, attempt)
    try {
      await this.#evaluate(record, run, attempt)
    } catch (error) {
      // The server stops: somebody else, or itself, goes on where it stood.
      if (attempt.signal.aborted) throw error
      const fault = error instanceof EvaluationError ? error : undefined
      log.warn({ talkId, attempt: attempt.attempt, err: error }, 'a talk could not be evaluated')
      if (fault && !fault.canRetry) return run.failed(fault.reason, fault.message)
      if (attempt.isLast) return run.failed(fault?.reason ?? 'internalError', fault?.message ?? OUR_FAULT)
      await run.retry(this.#nextTryAt(attempt.attempt, fault?.retryAfterMs ?? 0))
    }
  }

  givenUp({ talkId }: { talkId: string }): Promise<void> {
    return this.#options.feedback.giveUp(talkId, 'internalError', OUR_FAULT)
  }

  async #evaluate(record: TalkRecord, run: FeedbackRun, attempt: JobAttempt): Promise<void> {
    const { talks, sound, coach, log } = this.#options
    const { id: talkId, turns, tools = [] } = record
    const scenario = await talks.getScenario(talkId)
    if (!scenario) throw new EvaluationError('internalError', 'It is not known what this talk was about.')
    await using heard = await sound.openForCoach(talkId)
    if (!heard && wasSpoken(record) && attempt.attempt <= TRIES_FOR_SOUND) {
      throw new EvaluationError('internalError', 'The recording is not there yet.', { canRetry: true })
    }
    const progress = new ProgressTold(run, (error) =>
      log.warn({ err: error, talkId }, 'progress was not told'),
    )
    const result = await coach.review(
      { talkId, turns, tools, scenario, audio: heard?.audio },
      { signal: attempt.signal, onProgress: (each) => progress.tell(each) },
    )
    await progress.settled
    await run.progress('keeping', KEEPING_SHARE)
    const { createdAt: resultOf } = result
    await run.done(result, [jobRequest(keepFeedback, { talkId, resultOf: resultOf.toISOString() })])
  }

  #nextTryAt(attempt: number, atLeastMs: number): Date {
    const { retryMs, maxRetryMs } = evaluateTalk
    const ownMs = Math.min(maxRetryMs, retryMs * 2 ** (attempt - 1))
    const delayMs = Math.max(ownMs, Math.min(LONGEST_ASKED_WAIT_MS, atLeastMs))
    return new Date(this.#options.clock.date().getTime() + delayMs)
  }
}

const KEEPING_SHARE = 0.97
const OUR_FAULT = 'The coach failed at this talk. Ask for it once more; the log of the server tells why.'

/** Whether the user's voice came in at all: a typed or posted talk has none. */
function wasSpoken({ media }: TalkRecord): boolean {
  return (media?.packetsReceived ?? 0) > 0
}

/** Tells of progress one step after the other, and only of steps that can be seen. */
class ProgressTold {
  readonly #run: FeedbackRun
  readonly #onError: (error: unknown) => void
  #last: CoachProgress | undefined
  settled: Promise<void> = Promise.resolve()

  constructor(run: FeedbackRun, onError: (error: unknown) => void) {
    this.#run = run
    this.#onError = onError
  }

  tell(progress: CoachProgress): void {
    const { stage, share } = progress
    if (this.#last?.stage === stage && share - this.#last.share < LEAST_SHARE) return
    this.#last = progress
    this.settled = this.settled.then(() => this.#run.progress(stage, share)).catch(this.#onError)
  }
}
