import { BlockedReason, FinishReason, type GenerateContentResponse } from '@google/genai'
import { z } from 'zod'
import { EvaluationError } from '../evaluator.ts'
import type { JudgementAnswer, judgementAnswer } from './judgement-answer.ts'

/** The answer broke off, or was never begun, for what the talk contains. */
const REFUSING: readonly (FinishReason | undefined)[] = [
  FinishReason.SAFETY,
  FinishReason.PROHIBITED_CONTENT,
  FinishReason.BLOCKLIST,
  FinishReason.SPII,
]

/** What became of a request: an answer, or why it is none and another try may give one. */
export type ReadAnswer =
  | { type: 'answer'; answer: JudgementAnswer }
  | { type: 'cutOff' }
  /** `problems` tell where the answer is wrong and how, never what stood there. */
  | { type: 'wrongForm'; text: string; problems: string }

const MAX_PROBLEM_CHARS = 1_000

/** @throws EvaluationError modelRefused, where the service will not answer because of what was said */
export function readAnswer(
  response: GenerateContentResponse,
  schema: ReturnType<typeof judgementAnswer>,
): ReadAnswer {
  refuseBlocked(response)
  if (response.candidates?.[0]?.finishReason === FinishReason.MAX_TOKENS) return { type: 'cutOff' }
  const text = textOf(response)
  const parsed = schema.safeParse(parseJson(text))
  if (parsed.success) return { type: 'answer', answer: parsed.data }
  return { type: 'wrongForm', text, problems: z.prettifyError(parsed.error).slice(0, MAX_PROBLEM_CHARS) }
}

/** The answer's words without the model's thoughts. */
function textOf(response: GenerateContentResponse): string {
  const parts = response.candidates?.[0]?.content?.parts ?? []
  return parts.map((part) => (part.thought ? '' : (part.text ?? ''))).join('')
}

function refuseBlocked(response: GenerateContentResponse): void {
  const blocked = response.promptFeedback?.blockReason
  const finished = response.candidates?.[0]?.finishReason
  const isBlocked = blocked !== undefined && blocked !== BlockedReason.BLOCKED_REASON_UNSPECIFIED
  if (!isBlocked && !REFUSING.includes(finished)) return
  throw new EvaluationError(
    'modelRefused',
    'The AI service will not judge this talk because of what was said in it. The talk itself is kept.',
    { cause: new Error(`blocked: ${blocked ?? finished}`) },
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
