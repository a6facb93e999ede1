import type { FeedbackResult, FeedbackStage } from '../../shared/feedback.ts'
import type { Scenario } from '../../shared/scenario.ts'
import type { ToolUse } from '../../shared/talk.ts'
import type { Turn } from '../../shared/turn.ts'
import type { Clock } from '../clock.ts'
import { measureDelivery } from './delivery/measure-delivery.ts'
import { EvaluationError, type Evaluator, type TalkAudio } from './evaluator.ts'
import { proveJudgement } from './prove-judgement.ts'

/** A talk that is over, as the coach gets it. */
export interface FinishedTalk {
  talkId: string
  /** As it was when the talk was held. */
  scenario: Scenario
  /** In order; empty where only a recording is known. Times are 0 where none are known. */
  turns: readonly Turn[]
  tools?: readonly ToolUse[] | undefined
  audio?: TalkAudio | undefined
}

export interface CoachProgress {
  stage: FeedbackStage
  /** How much is done, 0 to 1; never falls. */
  share: number
}

export interface ReviewOptions {
  signal: AbortSignal
  onProgress?: ((progress: CoachProgress) => void) | undefined
}

/** Where each part of the work begins and ends, by how long each takes for five minutes of talk. */
const SHARES = { measured: 0.1, judged: 0.9, checked: 0.95 } as const

/**
 * Reads a finished talk: measures the delivery, has it judged, and believes of the judgement what it can prove.
 * Quotes that nobody said are dropped and counted, and the score is computed here.
 */
export class Coach {
  readonly #evaluator: Evaluator
  readonly #clock: Clock

  constructor(options: { evaluator: Evaluator; clock: Clock }) {
    this.#evaluator = options.evaluator
    this.#clock = options.clock
  }

  /**
   * @returns a result that fits its schema
   * @throws EvaluationError; the signal's reason when aborted
   */
  async review(talk: FinishedTalk, options: ReviewOptions): Promise<FeedbackResult> {
    try {
      return await this.#review(talk, options)
    } catch (error) {
      options.signal.throwIfAborted()
      if (error instanceof EvaluationError) throw error
      throw new EvaluationError(
        'internalError',
        'The coach failed at this talk. The talk is kept, and the feedback is tried again later.',
        { canRetry: true, cause: error },
      )
    }
  }

  async #review(talk: FinishedTalk, options: ReviewOptions): Promise<FeedbackResult> {
    const { signal, onProgress = () => undefined } = options
    signal.throwIfAborted()
    const { scenario, turns, tools = [], audio } = talk
    if (!hasUserWords(turns) && !audio) throw nothingSaid()
    onProgress({ stage: 'listening', share: 0 })
    const heard = audio?.kind === 'speakers' ? await audio.sounds.hear(signal) : undefined
    onProgress({ stage: 'listening', share: SHARES.measured })
    const measure = (words: readonly Turn[]) =>
      measureDelivery({ locale: scenario.locale, turns: words, heard })
    const judgement = await this.#evaluator.evaluate(
      { scenario, turns, tools, audio, delivery: measure(turns) },
      {
        signal,
        onProgress: ({ stage, share }) =>
          onProgress({ stage, share: SHARES.measured + share * (SHARES.judged - SHARES.measured) }),
      },
    )
    signal.throwIfAborted()
    onProgress({ stage: 'checking', share: SHARES.judged })
    const transcript = judgement.transcript ?? turns
    // In a file that nobody could listen to there may well be words; a recording of ours has its captions.
    const isUnheard = audio?.kind === 'mixed' && !judgement.transcript
    if (!hasUserWords(transcript) && !isUnheard) throw nothingSaid()
    // Measured again: live captions leave out most fillers, which the evaluator may have heard.
    const result = proveJudgement(judgement, {
      talkId: talk.talkId,
      scenario,
      transcript,
      delivery: measure(transcript),
      createdAt: this.#clock.date(),
    })
    onProgress({ stage: 'checking', share: SHARES.checked })
    return result
  }
}

const hasUserWords = (turns: readonly Turn[]) =>
  turns.some(({ role, text }) => role === 'user' && text.trim() !== '')

function nothingSaid(): EvaluationError {
  return new EvaluationError(
    'nothingSaid',
    'There are no words of yours in this talk, so there is nothing to judge. Speak at least a sentence next time.',
  )
}
