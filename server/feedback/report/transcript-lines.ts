import type { Turn } from '../../../shared/turn.ts'
import { clockTime } from './delivery-lines.ts'
import { escapeMarkdown } from './escape-markdown.ts'
import type { ReportWords } from './report-words.ts'

/** The talk as a Markdown list, with times where they are known. */
export function transcriptLines(turns: readonly Turn[], { roles }: ReportWords): string[] {
  const isTimed = turns.some((turn) => turn.endMs > 0)
  return turns
    .filter((turn) => turn.text.trim() !== '')
    .map((turn) => {
      const time = isTimed ? `${clockTime(turn.startMs)} ` : ''
      return `- ${time}**${roles[turn.role]}**: ${escapeMarkdown(turn.text)}`
    })
}
