import type { TalkRecord } from '../../shared/talk.ts'
import type { TalkEvent } from '../../shared/talk-event.ts'
import type { Turn } from '../../shared/turn.ts'

/**
 * What is kept of a talk after one more of its events. Pure: gives the same record back when the event leaves
 * no trace, so that the caller knows when there is something to store.
 */
export function recordAfter(record: TalkRecord, event: TalkEvent, now: Date): TalkRecord {
  switch (event.type) {
    case 'state':
      return event.state === 'ended'
        ? {
            ...record,
            state: 'ended',
            endedAt: now,
            ...(event.reason ? { endReason: event.reason } : {}),
            ...(event.media ? { media: event.media } : {}),
            ...(event.usage ? { usage: event.usage } : {}),
          }
        : { ...record, state: event.state }
    case 'transcript': {
      if (!event.final) return record
      const { turnId: id, role, text, startMs, endMs } = event
      const usage = event.usage ? { usage: event.usage } : {}
      return withTurn(record, id, (turn) => ({ ...turn, id, role, text, startMs, endMs, ...usage }))
    }
    case 'interrupted':
      return withTurn(record, event.turnId, (turn) => ({ ...turn, heardMs: event.heardMs }))
    case 'latency':
      return withTurn(record, event.turnId, (turn) => ({ ...turn, latencyMs: event.ms }))
    case 'tool': {
      const { turnId, name, args, result, atMs = 0 } = event
      return { ...record, tools: [...(record.tools ?? []), { turnId, name, args, result, atMs }] }
    }
    default:
      return record
  }
}

/** A turn may be told of in parts before its words are final; it stands where it began. */
function withTurn(record: TalkRecord, id: string, change: (turn: Turn) => Turn): TalkRecord {
  const known = record.turns.find((turn) => turn.id === id)
  const changed = change(known ?? { id, role: 'partner', text: '', startMs: 0, endMs: 0 })
  const others = record.turns.filter((turn) => turn.id !== id)
  const turns = [...others, changed].sort((one, other) => one.startMs - other.startMs)
  return { ...record, turns, turnCount: turns.length }
}
