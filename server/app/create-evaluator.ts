import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { PartnerConfig } from '../config.ts'
import { BuiltInEvaluator } from '../feedback/built-in/built-in-evaluator.ts'
import type { Evaluator } from '../feedback/evaluator.ts'
import { GeminiEvaluator } from '../feedback/gemini/gemini-evaluator.ts'

/** The coach's judge: of the same make as the partner. */
export function createEvaluator({
  partner,
  directory,
  clock,
  log,
}: {
  partner: PartnerConfig
  /** For what it writes while it works; there before it is asked, and emptied at each start. */
  directory: string
  clock: Clock
  log: Logger
}): Evaluator {
  if (partner.kind === 'built-in') return new BuiltInEvaluator()
  const { credentials, baseUrl, feedbackModel: model } = partner
  return new GeminiEvaluator({
    credentials,
    baseUrl,
    model,
    directory,
    clock,
    log: log.child({ part: 'evaluator' }),
  })
}
