import type { Page } from '@playwright/test'
import { ja } from '../i18n/ja.ts'
import { activeTalks, expect, japaneseSpeech, test, withMicrophone } from './fixtures.ts'
import { watchMicrophones } from './page-sound.ts'
import { chooseAndTalk, type Loop, lookAgain, review, tryAgainAndLookBack } from './whole-loop.ts'

test.use(withMicrophone(japaneseSpeech))

/** What the browser holds back because the server's content security policy forbids it. */
function watchRefusals(page: Page): string[] {
  const refusals: string[] = []
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) refusals.push(message.text())
  })
  return refusals
}

test('in Japanese a person chooses a scene, talks, is judged, hears it again, and removes the talk', async ({
  page,
  startServer,
}) => {
  test.setTimeout(150_000)
  const { url } = await startServer({ PARTNER: 'built-in' })
  const loop: Loop = {
    page,
    url,
    lang: 'ja',
    words: ja,
    scenarioId: 'it-manager-sato',
    speech: '（音声）',
    spoken: /[ぁ-ん]{2}/,
    lines: [
      '議事録の作成には、いま、どのくらいお時間がかかっていますか？',
      'なるほど、若手の方が録音を聞き直していらっしゃるのですね。',
      '来週の木曜に、三十分ほどお時間をいただけますか？',
    ],
  }
  const refusals = watchRefusals(page)
  await watchMicrophones(page)
  await page.goto(`${url}/?lang=ja`)
  await chooseAndTalk(loop, 1280, 390)
  await expect.poll(() => activeTalks(url)).toBe(0)
  const score = await review(loop, 1280)
  const talkUrl = page.url()
  await tryAgainAndLookBack(loop, score, 1280)
  await lookAgain(loop, score, 390)

  await page.goto(`${url}/talks?lang=ja`)
  await page.locator('[data-testid^=talk-]').first().getByRole('button').click()
  // The tab is gone before the time to undo is over.
  await page.goto(talkUrl)
  await expect(page.getByText(ja.errorReason.talkNotFound.title)).toBeVisible()
  expect(refusals).toEqual([])
})
