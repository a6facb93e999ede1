import type { FeedbackStatus } from '../../shared/feedback.ts'
import { en } from '../i18n/en.ts'
import { ja } from '../i18n/ja.ts'
import { expectAccessible, takePicture } from './page-check.ts'
import { answersFor, done, status } from './review-answers.ts'
import { feedbackFor, talkIn } from './review-data.ts'
import { expect, test } from './served-page.ts'
import { serveNoRecording } from './stubbed-recording.ts'
import { StubbedServer } from './stubbed-server.ts'

test('the page follows the coach from stage to stage to the score', async ({ page, pageUrl }) => {
  const talk = talkIn('ja')
  const running = { status: 'running' as const, talkId: talk.id, attempt: 1 }
  const stub = await StubbedServer.under(page, answersFor(talk, { status: 'none', talkId: talk.id }))
  await serveNoRecording(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${pageUrl}/talks/${talk.id}?lang=ja`)
  await expect(status(page, 'none')).toContainText(ja.review.none.title)
  await page.getByTestId('feedback-request').click()
  await expect(status(page, 'running')).toContainText(ja.review.stage.waiting)
  stub.tell({ ...running, stage: 'judging', share: 0.55 })
  await expect(status(page, 'running')).toContainText(ja.review.stage.judging)
  await expect(page.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '55')
  // What was said can be read all the while.
  await expect(page.getByTestId('transcript')).toContainText('議事録ですね')
  await expectAccessible(page)
  await takePicture(page, 'review-running-ja-390')
  stub.tell({ ...running, stage: 'judging', share: 0.55, retryAt: new Date('2026-11-20T06:35:00Z') })
  await expect(status(page, 'running')).toContainText('2 回目')
  stub.tell(done(talk, 'ja'))
  await expect(status(page, 'done')).toBeVisible()
  await expect(page.getByTestId('feedback-score')).toHaveText('78')
})

test('a coach who failed says why, and is asked once more', async ({ page, pageUrl }) => {
  const talk = talkIn('en')
  const failed: FeedbackStatus = {
    status: 'failed',
    talkId: talk.id,
    reason: 'modelFailed',
    message: 'HTTP 503',
  }
  const stub = await StubbedServer.under(page, answersFor(talk, failed))
  await serveNoRecording(page)
  await page.goto(`${pageUrl}/talks/${talk.id}?lang=en`)
  await expect(status(page, 'failed')).toContainText(en.review.failed.modelFailed.title)
  await expectAccessible(page)
  await takePicture(page, 'review-failed-en-1280')
  await page.getByTestId('feedback-request').click()
  await expect(status(page, 'running')).toBeVisible()
  expect(stub.inputsOf('feedback.request')).toEqual([{ talkId: talk.id }])
  // The first watch has ended with the failure; what comes now is seen all the same.
  stub.tell(done(talk, 'en'))
  await expect(page.getByTestId('feedback-score')).toHaveText('78')
})

test('a talk in which nothing could be judged has no number', async ({ page, pageUrl }) => {
  const talk = talkIn('en')
  const result = {
    ...feedbackFor(talk, 'en'),
    score: null,
    outcome: { isGoalReached: null, comment: '-', evidence: [] },
  }
  await StubbedServer.under(page, answersFor(talk, { status: 'done', talkId: talk.id, result }))
  await serveNoRecording(page)
  await page.goto(`${pageUrl}/talks/${talk.id}?lang=en`)
  await expect(page.getByTestId('feedback-score')).toHaveText(en.review.noScore)
  await expect(page.getByTestId('outcome')).toHaveText(en.review.outcome.unknown)
  await expect(page.getByText(en.review.noRecording)).toBeVisible()
})
