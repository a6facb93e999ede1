import type { Page } from '@playwright/test'
import { ja } from '../i18n/ja.ts'
import { expect, japaneseSpeech, test, withMicrophone } from './fixtures.ts'
import { expectAccessible, takePicture } from './page-check.ts'
import { hangUp, talkState, tapStart } from './talk-page.ts'

test.use(withMicrophone(japaneseSpeech))

/** What the browser holds back because the server's content security policy forbids it. */
function watchRefusals(page: Page): string[] {
  const refusals: string[] = []
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) refusals.push(message.text())
  })
  return refusals
}

test('a person talks, is judged, hears their own words again, and finds the talk in the history', async ({
  page,
  startServer,
}) => {
  const { url } = await startServer({ PARTNER: 'built-in' })
  const refusals = watchRefusals(page)
  await tapStart(page, url)
  await talkState(page, 'live').waitFor()
  await expect(page.locator('[data-testid=transcript] [data-role=partner]').first()).toHaveText(
    /[ぁ-ん]{2}/,
    {
      timeout: 20_000,
    },
  )
  await hangUp(page)

  await page.getByTestId('talk-review').click()
  await expect(page.locator('[data-testid=feedback-status][data-status=done]')).toBeVisible({
    timeout: 30_000,
  })
  await expect(page.getByTestId('feedback-score')).toBeVisible()
  await expect(page.getByTestId('transcript').locator('[data-role=partner]').first()).toBeVisible()
  const recording = page.getByTestId('recording')
  await expect(recording).toBeAttached({ timeout: 30_000 })
  await expect(page.getByTestId('waveform').locator('canvas').first()).toBeAttached()
  await page.getByTestId('player-toggle').click()
  await expect
    .poll(() => recording.evaluate((audio: HTMLAudioElement) => audio.currentTime))
    .toBeGreaterThan(0.5)
  await expectAccessible(page)
  await takePicture(page, 'loop-review-ja-1280')
  const talkUrl = page.url()

  await page.goto(`${url}/talks?lang=ja`)
  const talk = page.locator('[data-testid^=talk-]').first()
  await expect(talk).toBeVisible()
  await talk.getByRole('button').click()
  // The tab is gone before the time to undo is over.
  await page.goto(talkUrl)
  await expect(page.getByText(ja.errorReason.talkNotFound.title)).toBeVisible()
  expect(refusals).toEqual([])
})
