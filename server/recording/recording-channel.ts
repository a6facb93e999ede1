import { FRAME_MS, INBOUND_SAMPLE_RATE_HZ, OUTBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import type { Role } from '../../shared/turn.ts'

/** One side of a recording: the user is left, the partner right. The order is that of the file's channels. */
export const recordingChannels = ['user', 'partner'] as const satisfies readonly Role[]

/** What each side is recorded at: its own rate on the line, so that nothing is resampled while a talk runs. */
export const channelRateHz: Readonly<Record<Role, number>> = {
  user: INBOUND_SAMPLE_RATE_HZ,
  partner: OUTBOUND_SAMPLE_RATE_HZ,
}

/** How many frames a finished recording has. One at least: a file of no sound at all is none that a browser opens. */
export function frameCount(durationMs: number): number {
  return Math.max(1, Math.ceil(durationMs / FRAME_MS))
}

/** A stretch of a talk, ms from its start. */
export interface TimeSpan {
  fromMs: number
  toMs: number
}

/** One channel's samples as a span. */
export function spanOf(channel: Role, position: number, samples: number): TimeSpan {
  const perMs = channelRateHz[channel] / 1000
  return { fromMs: Math.round(position / perMs), toMs: Math.round((position + samples) / perMs) }
}

/** Two losses with less between them are one to whoever listens. */
const NEAR_MS = 1_000

/** The spans in order, those that are near each other joined. */
export function joinedSpans(spans: readonly TimeSpan[]): TimeSpan[] {
  const joined: TimeSpan[] = []
  for (const { fromMs, toMs } of [...spans].sort((one, other) => one.fromMs - other.fromMs)) {
    const last = joined.at(-1)
    if (last && fromMs <= last.toMs + NEAR_MS) last.toMs = Math.max(last.toMs, toMs)
    else joined.push({ fromMs, toMs })
  }
  return joined
}
