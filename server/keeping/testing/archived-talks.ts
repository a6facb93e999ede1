import { randomUUID } from 'node:crypto'
import type { FeedbackResult } from '../../../shared/feedback.ts'
import type { TalkArchive } from '../../archive/talk-archive.ts'
import { builtInScenarios } from '../../scenarios/index.ts'

const DAY_MS = 86_400_000

/** Puts talks into an archive as they are after they were held and judged. @returns their ids */
export async function archiveTalks(archive: TalkArchive, count: number): Promise<string[]> {
  const talkIds = Array.from({ length: count }, () => randomUUID())
  const [scenario] = builtInScenarios
  if (!scenario) throw new Error('there are built-in scenarios')
  await Promise.all(
    talkIds.map(async (id, at) => {
      const startedAt = new Date(Date.UTC(2026, 10, 1) + (at * DAY_MS) / 100)
      const turns = [
        { id: 't1', role: 'user' as const, text: `Hello, this is call ${at}.`, startMs: 0, endMs: 1_500 },
        { id: 't2', role: 'partner' as const, text: 'What can I do for you?', startMs: 2_000, endMs: 3_000 },
      ]
      const talk = {
        ...{ id, owner: 'anyone', scenarioId: scenario.id, scenario, startedAt, turns },
        ...{ state: 'ended' as const, endReason: 'hungUp' as const, turnCount: turns.length },
        endedAt: new Date(startedAt.getTime() + 300_000),
      }
      await archive.keepTalk(talk)
      await archive.keepFeedback(talk, feedbackOn(id, startedAt))
    }),
  )
  return talkIds
}

function feedbackOn(talkId: string, createdAt: Date): FeedbackResult {
  return {
    ...{ talkId, createdAt, score: 70, summary: 'Well done.', markdown: '# Feedback', model: 'built-in' },
    outcome: { isGoalReached: null, comment: '', evidence: [] },
    ...{ criteria: [], strengths: [], improvements: [], transcript: [], droppedQuotes: 0 },
  }
}
