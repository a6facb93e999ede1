import { sql } from 'drizzle-orm'
import {
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core'

/** Milliseconds, as Date has them: with PostgreSQL's microseconds what is read would not equal what was written. */
const time = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' })

/** Every server that uses this database, and when it was last heard of. */
export const servers = pgTable('servers', {
  id: text().primaryKey(),
  heartbeatAt: time('heartbeat_at').notNull(),
})

export const talks = pgTable(
  'talks',
  {
    id: text().primaryKey(),
    owner: text().notNull(),
    /** Who runs it, or ran it. */
    serverId: text('server_id').notNull(),
    scenarioId: text('scenario_id').notNull(),
    /** The scenario as it was when the talk began: it may be changed or removed later. */
    scenario: jsonb(),
    state: text().notNull(),
    endReason: text('end_reason'),
    startedAt: time('started_at').notNull(),
    endedAt: time('ended_at'),
    turnCount: integer('turn_count').notNull(),
    media: jsonb(),
    savedAt: time('saved_at').notNull(),
  },
  (table) => [
    index('talks_by_owner').on(table.owner, table.startedAt, table.id),
    index('talks_by_start').on(table.startedAt, table.id),
    index('talks_running').on(table.serverId).where(sql`state <> 'ended'`),
  ],
)

export const turns = pgTable(
  'turns',
  {
    talkId: text('talk_id')
      .notNull()
      .references(() => talks.id, { onDelete: 'cascade' }),
    id: text().notNull(),
    position: integer().notNull(),
    role: text().notNull(),
    text: text().notNull(),
    startMs: doublePrecision('start_ms').notNull(),
    endMs: doublePrecision('end_ms').notNull(),
    heardMs: doublePrecision('heard_ms'),
    latencyMs: doublePrecision('latency_ms'),
  },
  (table) => [primaryKey({ columns: [table.talkId, table.id] })],
)

/** Where the feedback of a talk is, and what came of it last: a second run keeps the old result until it has its own. */
export const feedback = pgTable('feedback', {
  talkId: text('talk_id')
    .primaryKey()
    .references(() => talks.id, { onDelete: 'cascade' }),
  status: text().notNull(),
  /** The job that works on it, and which try of it: what a lapsed one still says is not listened to. */
  runId: text('run_id'),
  attempt: integer().notNull(),
  stage: text().notNull(),
  share: doublePrecision().notNull(),
  retryAt: time('retry_at'),
  reason: text(),
  message: text(),
  result: jsonb(),
  score: doublePrecision(),
})

/** The scores of the last result, apart from it so that a trend need not read whole transcripts. */
export const feedbackCriteria = pgTable(
  'feedback_criteria',
  {
    talkId: text('talk_id').notNull(),
    key: text().notNull(),
    label: text().notNull(),
    score: doublePrecision(),
    position: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.talkId, table.key] }),
    foreignKey({ columns: [table.talkId], foreignColumns: [feedback.talkId] }).onDelete('cascade'),
  ],
)

/** What users have written themselves. */
export const scenarios = pgTable(
  'scenarios',
  {
    owner: text().notNull(),
    id: text().notNull(),
    scenario: jsonb().notNull(),
    savedAt: time('saved_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.id] })],
)
