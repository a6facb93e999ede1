import { endReason } from '../../shared/error-reason.ts'
import { mediaStats } from '../../shared/media-stats.ts'
import type { TalkRecord, TalkSummary } from '../../shared/talk.ts'
import { talkState } from '../../shared/talk-event.ts'
import { role, type Turn } from '../../shared/turn.ts'
import type { talks, turns } from './database/schema.ts'
import { storableText } from './database/storable.ts'

/** The title is read out of the scenario. */
type TalkRow = typeof talks.$inferSelect & { scenarioTitle?: string | null }
type TurnRow = typeof turns.$inferSelect

/** What a talk's row says of it, besides who runs it and when it was written. */
export function talkRowOf(record: TalkRecord) {
  return {
    owner: record.owner,
    scenarioId: record.scenarioId,
    state: record.state,
    endReason: record.endReason ?? null,
    startedAt: record.startedAt,
    endedAt: record.endedAt ?? null,
    turnCount: record.turnCount,
    media: record.media ?? null,
  }
}

export function turnRowOf(talkId: string, turn: Turn, position: number): TurnRow {
  const { heardMs = null, latencyMs = null, ...rest } = turn
  return { talkId, position, ...rest, text: storableText(rest.text), heardMs, latencyMs }
}

export function summaryOf(row: Omit<TalkRow, 'scenario' | 'media' | 'savedAt' | 'serverId'>): TalkSummary {
  return {
    id: row.id,
    scenarioId: row.scenarioId,
    ...(row.scenarioTitle ? { scenarioTitle: row.scenarioTitle } : {}),
    state: talkState.parse(row.state),
    ...(row.endReason === null ? {} : { endReason: endReason.parse(row.endReason) }),
    startedAt: row.startedAt,
    ...(row.endedAt === null ? {} : { endedAt: row.endedAt }),
    turnCount: row.turnCount,
  }
}

export function recordOf(row: Omit<TalkRow, 'scenario'>, turnRows: readonly TurnRow[]): TalkRecord {
  return {
    ...summaryOf(row),
    owner: row.owner,
    turns: turnRows.map(turnOf),
    ...(row.media === null ? {} : { media: mediaStats.parse(row.media) }),
  }
}

function turnOf({ talkId: _, position: __, heardMs, latencyMs, ...rest }: TurnRow): Turn {
  return {
    ...rest,
    role: role.parse(rest.role),
    ...(heardMs === null ? {} : { heardMs }),
    ...(latencyMs === null ? {} : { latencyMs }),
  }
}
