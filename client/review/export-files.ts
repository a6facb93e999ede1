import type { FeedbackResult } from '../../shared/feedback.ts'
import type { TalkRecord } from '../../shared/talk.ts'

/** A talk as a page gets it. */
export type ShownTalk = Omit<TalkRecord, 'owner'>

/** Such as `live-talk-2026-11-22-it-manager-sato.md`. */
export function exportName({ startedAt, scenarioId }: ShownTalk, extension: string): string {
  const safe = scenarioId.replace(/[^a-z0-9-]/gi, '-')
  return `live-talk-${startedAt.toISOString().slice(0, 10)}-${safe}.${extension}`
}

/** All that is kept of a talk, for other programs. Dates are ISO 8601. */
export function jsonExport(talk: ShownTalk, feedback: FeedbackResult | undefined): string {
  return `${JSON.stringify({ talk, feedback }, null, 2)}\n`
}
