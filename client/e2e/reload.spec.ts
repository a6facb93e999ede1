import type { Page } from '@playwright/test'
import { activeTalks, expect, japaneseSpeech, test, withMicrophone } from './fixtures.ts'
import { PartnerEar } from './partner-ear.ts'
import { talkState, tapStart } from './talk-page.ts'

test.use(withMicrophone(japaneseSpeech))

const captions = (page: Page) => page.locator('[data-testid=transcript] [data-role]')

test('a reload comes back to the talk with its words and its sound; a closed tab ends it, and it is judged', async ({
  context,
  page,
  startServer,
}, testInfo) => {
  const { url } = await startServer({ PARTNER: 'built-in' })
  const ear = await PartnerEar.in(page)
  await tapStart(page, url)
  await talkState(page, 'live').waitFor()
  await ear.hears()
  const said = await captions(page).first().innerText()

  await page.reload()
  await talkState(page, 'live').waitFor()
  // The page's clock begins with the reload.
  const backAfterMs = await ear.now()
  await expect(captions(page).first()).toHaveText(said.replace('\n', ''))
  await ear.hears()
  expect(await activeTalks(url)).toBe(1)
  expect(ear.talkIds.size).toBe(1)

  const closedAtMs = Date.now()
  await page.close()
  await expect.poll(() => activeTalks(url), { timeout: 15_000 }).toBe(0)
  const figures = `live ${Math.round(backAfterMs)} ms after the reload, ended ${Date.now() - closedAtMs} ms after the tab was closed`
  testInfo.annotations.push({ type: 'figures', description: figures })
  process.stdout.write(`${figures}\n`)

  const next = await context.newPage()
  await next.goto(`${url}/talks?lang=ja`)
  await next.locator('[data-testid^=talk-]').first().getByRole('link').click()
  await expect(next.locator('[data-testid=feedback-status][data-status=done]')).toBeVisible({
    timeout: 30_000,
  })
})
