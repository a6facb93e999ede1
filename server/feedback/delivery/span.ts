/** A stretch of time, ms from the talk's start. Lists of spans are in order and do not overlap. */
export interface Span {
  startMs: number
  endMs: number
}

export const lengthMs = ({ startMs, endMs }: Span) => Math.max(0, endMs - startMs)

export function totalMs(spans: readonly Span[]): number {
  return spans.reduce((sum, span) => sum + lengthMs(span), 0)
}

export const overlapMs = (one: Span, other: Span) =>
  Math.max(0, Math.min(one.endMs, other.endMs) - Math.max(one.startMs, other.startMs))

/** How much of one span lies within the others. */
export function coveredMs(span: Span, others: readonly Span[]): number {
  return others.reduce((sum, other) => sum + overlapMs(span, other), 0)
}

/** Spans in any order as a list in order, with those that touch or lie less than `gapMs` apart made one. */
export function joinSpans(spans: readonly Span[], gapMs = 0): Span[] {
  const joined: Span[] = []
  for (const span of [...spans].sort((one, other) => one.startMs - other.startMs)) {
    const last = joined.at(-1)
    if (last && span.startMs - last.endMs <= gapMs) last.endMs = Math.max(last.endMs, span.endMs)
    else joined.push({ startMs: span.startMs, endMs: span.endMs })
  }
  return joined
}
