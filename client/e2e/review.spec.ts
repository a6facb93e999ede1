import { readFile } from 'node:fs/promises'
import type { Download, Page } from '@playwright/test'
import { en } from '../i18n/en.ts'
import { ja } from '../i18n/ja.ts'
import { expectAccessible, expectNoSidewaysScroll, takePicture } from './page-check.ts'
import { answersFor, done, status } from './review-answers.ts'
import { feedbackFor, longTalk, talkIn } from './review-data.ts'
import { expect, test } from './served-page.ts'
import { serveNoRecording, serveRecording } from './stubbed-recording.ts'
import { Refusal, StubbedServer } from './stubbed-server.ts'

const catalogues = { ja, en }

const position = (page: Page) =>
  page.getByTestId('recording').evaluate((audio: HTMLAudioElement) => audio.currentTime)

for (const lang of ['ja', 'en'] as const) {
  for (const [width, height] of [
    [1280, 860],
    [390, 844],
  ] as const) {
    test(`a review in ${lang} at ${width} px shows the score, its reasons and the talk`, async ({
      page,
      pageUrl,
    }) => {
      const talk = talkIn(lang)
      await StubbedServer.under(page, answersFor(talk, done(talk, lang)))
      await serveRecording(page, talk.turns)
      await page.setViewportSize({ width, height })
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
      await page.goto(`${pageUrl}/talks/${talk.id}?lang=${lang}`)

      await expect(page.getByTestId('feedback-score')).toHaveText('78')
      await expect(page.getByTestId('outcome')).toHaveText(catalogues[lang].review.outcome.reached)
      const unproven = page.locator('[data-testid^=criterion-]').nth(2)
      await expect(unproven).toContainText(catalogues[lang].review.unproven)
      await expect(unproven).toContainText(catalogues[lang].review.notJudged)
      await expect(page.getByTestId('waveform').locator('canvas').first()).toBeAttached()
      await expect(page.locator('.recharts-bar-rectangle').first()).toBeVisible()
      await expectNoSidewaysScroll(page)
      if (width === 390) {
        await page.setViewportSize({ width: 360, height })
        await expectNoSidewaysScroll(page)
        await page.setViewportSize({ width, height })
      }
      await expectAccessible(page)
      await takePicture(page, `review-${lang}-${width}`)

      // Each language and each width once, for the dark.
      if ((lang === 'ja') !== (width === 1280)) return
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
      await expectAccessible(page)
      await takePicture(page, `review-${lang}-${width}-dark`)
    })
  }
}

test('a quote plays its moment and shows its line, and the sound stops at its end', async ({
  page,
  pageUrl,
}) => {
  const talk = talkIn('ja')
  await StubbedServer.under(page, answersFor(talk, done(talk, 'ja')))
  await serveRecording(page, talk.turns)
  await page.goto(`${pageUrl}/talks/${talk.id}?lang=ja`)
  await page.getByTestId('improvements').getByTestId('quote').click()
  await expect.poll(() => position(page)).toBeGreaterThan(24.6)
  expect(await position(page)).toBeLessThan(29.5)
  const line = page.locator('[data-testid=transcript] [data-heard=true]')
  await expect(line).toContainText('えーと、それは月にどのくらい')
  // Near the end of the moment, so that nobody waits for all of it.
  await page.getByTestId('recording').evaluate((audio: HTMLAudioElement) => {
    audio.currentTime = 29.2
  })
  await expect
    .poll(() => page.getByTestId('recording').evaluate((audio: HTMLAudioElement) => audio.paused))
    .toBe(true)
  expect(await position(page)).toBeLessThan(30.5)
})

test('a line of the transcript plays from there, by mouse and by keyboard', async ({ page, pageUrl }) => {
  const talk = talkIn('en')
  await StubbedServer.under(page, answersFor(talk, done(talk, 'en')))
  await serveRecording(page, talk.turns)
  await page.goto(`${pageUrl}/talks/${talk.id}?lang=en`)
  const line = page.locator('[data-testid=transcript] [data-role=partner] button').first()
  await line.focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => position(page)).toBeGreaterThan(6.4)
  // The words follow the sound, wherever that goes.
  await page.getByTestId('recording').evaluate((audio: HTMLAudioElement) => {
    audio.currentTime = 55
  })
  await expect(page.locator('[data-testid=transcript] [data-heard=true]')).toContainText(
    'call you on Thursday',
  )
  await expect(page.locator('[data-testid=transcript] [data-heard=true]')).toBeInViewport()
  await page.getByTestId('player-toggle').click()
  await expect(page.getByTestId('player-toggle')).toHaveAccessibleName(en.review.player.play)
  await page.getByRole('slider', { name: en.review.player.position }).press('ArrowRight')
  await expect(page.getByTestId('player-time')).toContainText('0:5')
})

test('the transcript is searched however a word is written', async ({ page, pageUrl }) => {
  const talk = talkIn('ja')
  await StubbedServer.under(page, answersFor(talk, done(talk, 'ja')))
  await serveRecording(page, talk.turns)
  await page.goto(`${pageUrl}/talks/${talk.id}?lang=ja`)
  const field = page.getByRole('searchbox', { name: ja.review.search.label })
  await field.fill('ｾｷｭﾘﾃｨｰ')
  await expect(page.getByTestId('transcript').locator('mark')).toHaveText('セキュリティー')
  await field.fill('議事録')
  await expect(page.getByText('2 件中 1 件目')).toBeVisible()
  await field.press('Enter')
  await expect(page.getByText('2 件中 2 件目')).toBeVisible()
  await field.fill('見当たらない')
  await expect(page.getByText(ja.review.search.none, { exact: true })).toBeVisible()
})

test('an hour of talk has only the lines in sight in the page, and any of them is found', async ({
  page,
  pageUrl,
}) => {
  const talk = longTalk()
  await StubbedServer.under(page, answersFor(talk, done(talk, 'ja')))
  await serveNoRecording(page)
  await page.setViewportSize({ width: 1280, height: 860 })
  await page.goto(`${pageUrl}/talks/${talk.id}?lang=ja`)
  const lines = page.getByTestId('transcript').locator('> li')
  await expect(lines.first()).toBeVisible()
  await page.getByRole('searchbox', { name: ja.review.search.label }).fill('（597）')
  await expect(page.getByTestId('transcript').locator('mark')).toBeInViewport()
  expect(await lines.count()).toBeLessThan(40)
  await takePicture(page, 'review-hour-long')
})

test('what a model wrote leads nowhere and loads nothing', async ({ page, pageUrl }) => {
  const talk = talkIn('en')
  await StubbedServer.under(page, answersFor(talk, done(talk, 'en')))
  await serveNoRecording(page)
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(`${pageUrl}/talks/${talk.id}?lang=en`)
  await expect(page.getByTestId('improvements')).toContainText('The offer came with a filler. more')
  await expect(page.locator('strong', { hasText: 'what is behind the number' })).toBeVisible()
  await expect(page.locator('main img, main a[href*="example.com"]')).toHaveCount(0)
  expect(asked.filter((url) => url.includes('steal') || url.includes('example.com'))).toEqual([])
})

test('a review is taken away as Markdown, as JSON and as sound, and tried again with one click', async ({
  page,
  pageUrl,
}) => {
  const talk = talkIn('en')
  const stub = await StubbedServer.under(page, answersFor(talk, done(talk, 'en')))
  await serveRecording(page, talk.turns)
  await page.goto(`${pageUrl}/talks/${talk.id}?lang=en`)
  const save = async (name: string) => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByText(name, { exact: true }).click(),
    ])
    return download
  }
  const read = async (download: Download) => readFile(await download.path(), 'utf8')
  const markdown = await save(en.review.export.markdown)
  expect(markdown.suggestedFilename()).toBe('live-talk-2026-11-20-price-negotiation-carter.md')
  expect(await read(markdown)).toBe(feedbackFor(talk, 'en').markdown)
  const json: unknown = JSON.parse(await read(await save(en.review.export.json)))
  expect(json).toMatchObject({ talk: { id: talk.id }, feedback: { score: 78 } })
  expect((await save(en.review.export.audio)).suggestedFilename()).toMatch(/carter\.webm$/)

  await page.getByTestId('judge-anew').click()
  await expect(status(page, 'running')).toBeVisible()
  expect(stub.inputsOf('feedback.request')).toHaveLength(1)
  await page.getByTestId('try-again').click()
  await expect(page).toHaveURL(/\/talk\/price-negotiation-carter/)
})

test('a talk that is not there says so', async ({ page, pageUrl }) => {
  await StubbedServer.under(page, {
    'talk.get': () => {
      throw new Refusal('talkNotFound')
    },
  })
  await page.goto(`${pageUrl}/talks/none?lang=en`)
  await expect(page.getByText(en.errorReason.talkNotFound.title)).toBeVisible()
})
