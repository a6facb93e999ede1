import type { Page } from '@playwright/test'
import type { FeedbackStatus } from '../../shared/feedback.ts'
import type { ShownTalk } from '../review/export-files.ts'
import { feedbackFor, scenarios } from './review-data.ts'
import type { Answers } from './stubbed-server.ts'

/** @param first where the coach is, until it is asked once more */
export function answersFor(talk: ShownTalk, first: FeedbackStatus): Answers {
  let now = first
  return {
    'talk.get': () => talk,
    'scenario.get': () => scenarios.find(({ id }) => id === talk.scenarioId),
    'server.info': () => ({ may: { talk: true, say: true, feedback: true, editScenarios: false } }),
    'feedback.watch': () => now,
    'feedback.request': () => {
      now = {
        status: 'running',
        talkId: talk.id,
        stage: 'waiting',
        share: 0,
        attempt: 1,
      }
      return now
    },
  }
}

/** The coach has read it. */
export const done = (talk: ShownTalk, lang: 'ja' | 'en'): FeedbackStatus => ({
  status: 'done',
  talkId: talk.id,
  result: feedbackFor(talk, lang),
})

/** Where the page says that the coach is. */
export const status = (page: Page, word: string) =>
  page.locator(`[data-testid=feedback-status][data-status=${word}]`)
