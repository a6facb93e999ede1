import { randomUUID } from 'node:crypto'
import type { TalkRecord } from '../../../shared/talk.ts'
import type { Turn } from '../../../shared/turn.ts'

/** A talk of its own owner, so that tests which share a database do not see each other's. */
export function testTalk(changes: Partial<TalkRecord> = {}): TalkRecord {
  const { turns = [testTurn('t1', 'Hello.')], ...rest } = changes
  return {
    id: randomUUID(),
    owner: randomUUID(),
    scenarioId: 'angry-customer-mori',
    state: 'live',
    startedAt: new Date('2026-11-22T10:00:00.123Z'),
    turnCount: turns.length,
    turns,
    ...rest,
  }
}

export function testTurn(id: string, text: string, changes: Partial<Turn> = {}): Turn {
  return { id, role: 'user', text, startMs: 0, endMs: 900, ...changes }
}
