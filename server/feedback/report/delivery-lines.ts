import type { Delivery } from '../../../shared/delivery.ts'
import { escapeMarkdown } from './escape-markdown.ts'
import type { ReportWords } from './report-words.ts'

const seconds = (ms: number) => (ms / 1000).toFixed(1)
const percent = (share: number) => `${Math.round(share * 100)} %`

/** The measured delivery as a Markdown list: a line for each thing that is known. */
export function deliveryLines(delivery: Delivery, { measures, roles }: ReportWords): string[] {
  const {
    durationMs,
    speakingShare,
    pace,
    pauses,
    fillers,
    responseDelays,
    longestMonologue,
    interruptions,
  } = delivery
  const known: [string, string][] = []
  if (durationMs !== undefined) known.push([measures.duration, clockTime(durationMs)])
  if (speakingShare)
    known.push([measures.share, `${percent(speakingShare.user)} / ${percent(speakingShare.partner)}`])
  if (pace) known.push([measures.pace[pace.unit], String(pace.perMinute)])
  if (pauses) known.push([measures.pauses, measures.pausesOf(pauses.count, seconds(pauses.longestMs))])
  const words = fillers.words.map(({ word, count }) => `${escapeMarkdown(word)} × ${count}`).join(', ')
  known.push([measures.fillers, measures.fillersOf(fillers.count, words)])
  if (responseDelays.medianMs !== undefined) {
    const { medianMs, longestMs = medianMs } = responseDelays
    known.push([measures.responses, measures.responsesOf(seconds(medianMs), seconds(longestMs))])
  }
  if (longestMonologue) {
    const { role, durationMs } = longestMonologue
    known.push([measures.monologue, measures.monologueOf(roles[role], seconds(durationMs))])
  }
  if (interruptions) {
    const { byUser, byPartner } = interruptions
    known.push([measures.interruptions, measures.interruptionsOf(byUser, byPartner)])
  }
  return known.map(([name, value]) => `- ${name}: ${value}`)
}

/** Minutes and seconds, as a player shows them. */
export function clockTime(ms: number): string {
  const all = Math.max(0, Math.floor(ms / 1000))
  return `${Math.floor(all / 60)}:${String(all % 60).padStart(2, '0')}`
}
