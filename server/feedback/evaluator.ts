import type { Delivery } from '../../shared/delivery.ts'
import type { FeedbackFailure, FeedbackStage } from '../../shared/feedback.ts'
import type { Scenario } from '../../shared/scenario.ts'
import type { ToolUse } from '../../shared/talk.ts'
import type { Role, Turn } from '../../shared/turn.ts'
import type { HeardSpeech } from './delivery/speech-listener.ts'

/**
 * A talk's sound, each side by itself, as often as it is asked for. Both methods take their time in another thread,
 * give undefined when nothing was recorded, and throw what the disk says or the signal's reason.
 */
export interface SpeakerSounds {
  /** What each side's channel tells of their speech. */
  hear(signal: AbortSignal): Promise<Record<Role, HeardSpeech> | undefined>
  /** Writes each side as a WAV file of 16 kHz mono, from the talk's start, into a directory. @returns their paths */
  writeWavs(directory: string, signal: AbortSignal): Promise<Record<Role, string> | undefined>
}

/** What there is to hear of a talk. Who hands it in keeps it open until the judgement is there. */
export type TalkAudio =
  | { kind: 'speakers'; sounds: SpeakerSounds }
  /** Both in one file on this disk, such as an upload; `type` is its MIME type. */
  | { kind: 'mixed'; path: string; type: string }

export interface EvaluationInput {
  scenario: Scenario
  /** In order; empty where only a recording is known. Times are 0 where none are known. */
  turns: readonly Turn[]
  /** What the partner did besides speaking, such as putting an appointment into the calendar. */
  tools: readonly ToolUse[]
  delivery: Delivery | undefined
  audio: TalkAudio | undefined
}

/** Words that an evaluator claims were said, and by its account where. */
export interface Quote {
  turnId?: string | undefined
  quote: string
}

/** What an evaluator makes of a talk: nothing in it is believed before the coach has checked it. */
export interface Judgement {
  /** The model that judged, or `built-in`. */
  model: string
  /** The talk as heard from the sound: given only where there was sound to hear. */
  transcript?: readonly Turn[]
  outcome: { isGoalReached: boolean | null; comment: string; quotes: readonly Quote[] }
  /** In any order; what is not of the rubric is left out, what is missing has no score. */
  criteria: readonly { key: string; score: number | null; comment: string; quotes: readonly Quote[] }[]
  strengths: readonly { point: string; quotes: readonly Quote[] }[]
  improvements: readonly { point: string; betterWording?: string | undefined; quotes: readonly Quote[] }[]
  summary: string
  /** What limits the judgement, in the talk's language. */
  notices: readonly string[]
}

export interface EvaluationOptions {
  signal: AbortSignal
  /** `share` is how much of the evaluator's own work is done, 0 to 1. */
  onProgress: (progress: { stage: FeedbackStage; share: number }) => void
}

/** Judges a talk. */
export interface Evaluator {
  /** @throws EvaluationError; the signal's reason when aborted */
  evaluate(input: EvaluationInput, options: EvaluationOptions): Promise<Judgement>
}

/**
 * Why there is no judgement. The message says what happened and what to do, for the user; it holds no secret and
 * nothing that was said.
 */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError'
  readonly reason: FeedbackFailure
  /** Whether the same evaluation may do better later. */
  readonly canRetry: boolean
  /** Not before so many ms, where the service said so. */
  readonly retryAfterMs: number | undefined

  constructor(
    reason: FeedbackFailure,
    message: string,
    options: { canRetry?: boolean; retryAfterMs?: number | undefined; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.reason = reason
    this.canRetry = options.canRetry ?? false
    this.retryAfterMs = options.retryAfterMs
  }
}
