import type { Delivery } from '../../../shared/delivery.ts'
import type { Locale } from '../../../shared/scenario.ts'
import type { Role, Turn } from '../../../shared/turn.ts'
import { interruptions, longestMonologue, responseDelays, type Speech } from './exchange.ts'
import { countFillers } from './fillers.ts'
import { measurePace } from './pace.ts'
import { coveredMs, joinSpans, lengthMs, overlapMs, type Span, totalMs } from './span.ts'
import type { HeardSpeech } from './speech-listener.ts'

/** A silence that listeners notice as one: the "long" class of Campione & Véronis 2002, rare in read speech. */
const PAUSE_MS = 1_000
/** About so many bars fit a chart. */
const SLICES = 20
const SLICE_STEP_MS = 5_000

export interface DeliveryInput {
  locale: Locale
  /** In order. A log without times has 0 for all of them. */
  turns: readonly Turn[]
  /** What the two channels told; undefined where there is no sound of each side alone. */
  heard?: Record<Role, HeardSpeech> | undefined
}

/** Measures how it was said; undefined where the user neither spoke nor wrote. Pure. */
export function measureDelivery({ locale, turns, heard }: DeliveryInput): Delivery | undefined {
  const userTurns = turns.filter((turn) => turn.role === 'user' && turn.text.trim() !== '')
  const isHeard = heard !== undefined && heard.user.spans.length > 0
  if (userTurns.length === 0 && !isHeard) return undefined
  const texts = userTurns.map((turn) => turn.text)
  const timed = turns.filter((turn) => turn.endMs > turn.startMs)
  if (!isHeard && timed.length === 0) {
    const fillers = countFillers(texts, locale, undefined)
    return { basis: 'text', fillers, responseDelays: { turns: [] } }
  }
  const speech: Speech = isHeard
    ? { user: heard.user.spans, partner: heard.partner.spans }
    : { user: spansOf(timed, 'user'), partner: spansOf(timed, 'partner') }
  const durationMs = Math.max(
    ...(heard ? [heard.user.durationMs, heard.partner.durationMs] : []),
    ...turns.map((turn) => turn.endMs),
  )
  // A typed line was not spoken: it would make the pace too fast.
  const spoken = userTurns.filter((turn) => coveredMs(turn, speech.user) > 0).map((turn) => turn.text)
  const userMs = totalMs(speech.user)
  const pace = measurePace({
    locale,
    text: spoken.join(' '),
    speechMs: userMs,
    peaks: isHeard ? heard.user.peaks : undefined,
  })
  const monologue = longestMonologue(speech)
  return {
    basis: isHeard ? 'audio' : 'turns',
    durationMs: Math.round(durationMs),
    ...shares(speech),
    speakingOverTime: speakingOverTime(speech, durationMs),
    ...(pace ? { pace } : {}),
    ...(isHeard ? { pauses: pausesOf(speech) } : {}),
    fillers: countFillers(texts, locale, userMs || undefined),
    responseDelays: responseDelays(timed, speech),
    ...(monologue ? { longestMonologue: monologue } : {}),
    interruptions: interruptions(turns, speech),
  }
}

function spansOf(turns: readonly Turn[], role: Role): Span[] {
  return joinSpans(turns.filter((turn) => turn.role === role))
}

function shares(speech: Speech): Pick<Delivery, 'speakingMs' | 'speakingShare'> {
  const user = totalMs(speech.user)
  const partner = totalMs(speech.partner)
  const anybodyMs = totalMs(joinSpans([...speech.user, ...speech.partner]))
  const share = (ms: number) => (anybodyMs === 0 ? 0 : Math.round((ms / anybodyMs) * 1000) / 1000)
  return {
    speakingMs: { user: Math.round(user), partner: Math.round(partner) },
    speakingShare: { user: share(user), partner: share(partner) },
  }
}

function speakingOverTime(speech: Speech, durationMs: number): Delivery['speakingOverTime'] {
  const sliceMs = Math.max(1, Math.ceil(durationMs / SLICES / SLICE_STEP_MS)) * SLICE_STEP_MS
  const slices = Array.from({ length: Math.ceil(durationMs / sliceMs) }, (_, i) => ({
    startMs: i * sliceMs,
    endMs: (i + 1) * sliceMs,
  }))
  const inSlices = (spans: readonly Span[]) => slices.map((slice) => Math.round(coveredMs(slice, spans)))
  return { sliceMs, user: inSlices(speech.user), partner: inSlices(speech.partner) }
}

/** Silences between the user's words while nobody else spoke. */
function pausesOf(speech: Speech): Delivery['pauses'] {
  const gaps = speech.user.slice(1).map((span, i) => ({
    startMs: speech.user[i]?.endMs ?? span.startMs,
    endMs: span.startMs,
  }))
  const pauses = gaps.filter(
    (gap) => lengthMs(gap) >= PAUSE_MS && !speech.partner.some((span) => overlapMs(gap, span) > 0),
  )
  return {
    count: pauses.length,
    totalMs: Math.round(totalMs(pauses)),
    longestMs: Math.round(Math.max(0, ...pauses.map(lengthMs))),
  }
}
