import type { CriterionResult, Evidence, FeedbackResult, Remark } from '../../../shared/feedback.ts'
import type { Scenario } from '../../../shared/scenario.ts'
import { deliveryLines } from './delivery-lines.ts'
import { escapeMarkdown } from './escape-markdown.ts'
import { type ReportWords, reportWords } from './report-words.ts'
import { transcriptLines } from './transcript-lines.ts'

/**
 * The whole feedback as one Markdown document in the talk's language. Every text that comes from a model, a user
 * or a scenario is escaped: nothing but our own headings, lists and emphasis has a form.
 */
export function formatFeedback(
  result: Omit<FeedbackResult, 'markdown'>,
  scenario: Pick<Scenario, 'title' | 'goal' | 'locale'>,
): string {
  const words = reportWords[scenario.locale]
  const { score, delivery } = result
  const blocks = [
    `# ${words.title}`,
    `**${escapeMarkdown(scenario.title)}**`,
    score === null ? words.noScore : `**${words.score}: ${words.points(score)}**`,
    ...section(words.outcome, outcomeLines(result, scenario.goal, words)),
    ...section(words.summary, [escapeMarkdown(result.summary)]),
    ...section(
      words.criteria,
      result.criteria.flatMap((criterion) => criterionLines(criterion, words)),
    ),
    ...section(
      words.strengths,
      result.strengths.flatMap((remark) => remarkLines(remark, words)),
    ),
    ...section(
      words.improvements,
      result.improvements.flatMap((remark) => remarkLines(remark, words)),
    ),
    ...section(words.delivery, delivery ? deliveryLines(delivery, words) : []),
    ...section(words.transcript, transcriptLines(result.transcript, words)),
    ...section(words.notices, noticeLines(result, words)),
    words.judgedBy(
      result.model === 'built-in' ? words.builtIn : escapeMarkdown(result.model),
      result.createdAt.toISOString().slice(0, 10),
    ),
  ]
  return `${blocks.join('\n\n')}\n`
}

/** Nothing where there are no lines. */
function section(title: string, lines: readonly string[]): string[] {
  const there = lines.filter((line) => line !== '')
  return there.length === 0 ? [] : [`## ${title}`, there.join('\n')]
}

function outcomeLines(
  { outcome }: Pick<FeedbackResult, 'outcome'>,
  goal: string,
  words: ReportWords,
): string[] {
  const state = outcome.isGoalReached === null ? 'unknown' : outcome.isGoalReached ? 'yes' : 'no'
  return [
    `- ${words.goal}: ${escapeMarkdown(goal)}`,
    `- **${words.goalReached[state]}**${outcome.comment ? `: ${escapeMarkdown(outcome.comment)}` : ''}`,
    ...quoteLines(outcome.evidence),
  ]
}

function criterionLines(criterion: CriterionResult, words: ReportWords): string[] {
  const { label, weight, score, comment, evidence, isUnproven } = criterion
  const points = score === null ? words.notJudged : `${Math.round(score)} / 100`
  return [
    `- **${escapeMarkdown(label)}** (${words.weight} ${weight}): ${points}${comment ? `. ${escapeMarkdown(comment)}` : ''}`,
    ...quoteLines(evidence),
    ...(isUnproven && score !== null ? [`  - ${words.unproven}`] : []),
  ]
}

function remarkLines({ point, betterWording, evidence }: Remark, words: ReportWords): string[] {
  return [
    `- ${escapeMarkdown(point)}`,
    ...quoteLines(evidence),
    ...(betterWording ? [`  - ${words.betterWording}: ${escapeMarkdown(betterWording)}`] : []),
  ]
}

const quoteLines = (evidence: readonly Evidence[]) =>
  evidence.map(({ quote }) => `  - "${escapeMarkdown(quote)}"`)

function noticeLines(
  { notices = [], droppedQuotes }: Pick<FeedbackResult, 'notices' | 'droppedQuotes'>,
  words: ReportWords,
): string[] {
  const all = [
    ...notices.map(escapeMarkdown),
    ...(droppedQuotes > 0 ? [words.droppedQuotes(droppedQuotes)] : []),
  ]
  return all.map((line) => `- ${line}`)
}
