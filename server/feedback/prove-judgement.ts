import type { Delivery } from '../../shared/delivery.ts'
import {
  type CriterionResult,
  type FeedbackResult,
  feedbackResult,
  type Remark,
} from '../../shared/feedback.ts'
import type { Scenario } from '../../shared/scenario.ts'
import type { Turn } from '../../shared/turn.ts'
import { EvaluationError, type Judgement } from './evaluator.ts'
import { EvidenceCheck } from './evidence/evidence-check.ts'
import { formatFeedback } from './report/feedback-markdown.ts'
import { weightedScore } from './score.ts'

export interface ProvenAgainst {
  talkId: string
  scenario: Scenario
  transcript: readonly Turn[]
  delivery: Delivery | undefined
  createdAt: Date
}

/**
 * Makes the feedback of a judgement: of its quotes those that were said, of its scores the weighted mean. The
 * rubric decides what the criteria are, whatever the evaluator answered. Pure.
 * @throws EvaluationError internalError, should the result not fit its schema
 */
export function proveJudgement(
  judgement: Judgement,
  { talkId, scenario, transcript, delivery, createdAt }: ProvenAgainst,
): FeedbackResult {
  const check = new EvidenceCheck(transcript)
  const criteria = scenario.rubric.map(({ key, label, weight }): CriterionResult => {
    const judged = judgement.criteria.find((each) => each.key === key)
    // Every criterion is about the user, so only their words can prove it.
    const evidence = check.proven(judged?.quotes ?? [], 'user')
    return {
      key,
      label,
      weight,
      score: judged?.score ?? null,
      comment: judged?.comment ?? '',
      evidence,
      isUnproven: evidence.length === 0,
    }
  })
  const remark = ({ point, betterWording, quotes }: Judgement['improvements'][number]): Remark => ({
    point,
    ...(betterWording ? { betterWording } : {}),
    evidence: check.proven(quotes, 'user'),
  })
  const { isGoalReached, comment, quotes } = judgement.outcome
  const unwritten = {
    talkId,
    score: weightedScore(criteria),
    // Whether the goal was reached, the partner's words tell as well.
    outcome: { isGoalReached, comment, evidence: check.proven(quotes) },
    criteria,
    strengths: judgement.strengths.map(remark),
    improvements: judgement.improvements.map(remark),
    summary: judgement.summary,
    transcript: [...transcript],
    ...(delivery ? { delivery } : {}),
    ...(judgement.notices.length > 0 ? { notices: [...judgement.notices] } : {}),
    droppedQuotes: check.dropped,
    model: judgement.model,
    createdAt,
  }
  const checked = feedbackResult.safeParse({ ...unwritten, markdown: formatFeedback(unwritten, scenario) })
  if (checked.success) return checked.data
  throw new EvaluationError(
    'internalError',
    'The feedback could not be put together. The talk is kept; please tell whoever runs this server.',
    { cause: checked.error },
  )
}
