import type { FeedbackResult } from '../../../shared/feedback.ts'
import type { Scenario } from '../../../shared/scenario.ts'
import type { TalkRecord } from '../../../shared/talk.ts'
import { escapeMarkdown } from './escape-markdown.ts'
import { feedbackSections } from './feedback-markdown.ts'
import { reportWords } from './report-words.ts'
import { transcriptLines } from './transcript-lines.ts'

/** A talk with what the coach made of it; the scenario as it was when the talk was held, as far as it is known. */
export interface ExportedTalk {
  talk: TalkRecord
  scenario: Pick<Scenario, 'title' | 'goal' | 'locale' | 'partner'>
  feedback?: FeedbackResult | undefined
}

/** One Markdown document for people, in the talk's language. */
export function exportTalkAsMarkdown({ talk, scenario, feedback }: ExportedTalk): string {
  const words = reportWords[scenario.locale]
  const { name, role } = scenario.partner
  const head = [
    `# ${words.talk}: ${escapeMarkdown(scenario.title)}`,
    [
      `- ${words.partner}: ${escapeMarkdown(name)} (${escapeMarkdown(role)})`,
      `- ${words.started}: ${talk.startedAt.toISOString()}`,
    ].join('\n'),
  ].join('\n\n')
  // The feedback's own transcript is the better one: it was heard from the recording.
  if (feedback) return `${head}\n\n${feedbackSections(feedback, scenario)}`
  const transcript = transcriptLines(talk.turns, words).join('\n')
  return `${head}\n\n## ${words.transcript}\n\n${transcript}\n\n${words.noFeedback}\n`
}

/**
 * The same for programs. Who the talk belongs to and the partner's persona are left out; dates are ISO 8601, times
 * ms from the talk's start.
 */
export function exportTalkAsJson({ talk, scenario, feedback }: ExportedTalk): string {
  const { owner: _owner, ...kept } = talk
  const { title, goal, locale, partner } = scenario
  const { name, role } = partner
  return `${JSON.stringify({ talk: kept, scenario: { title, goal, locale, partner: { name, role } }, feedback: feedback ?? null }, null, 2)}\n`
}
