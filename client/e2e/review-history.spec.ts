import { en } from '../i18n/en.ts'
import { ja } from '../i18n/ja.ts'
import { expectAccessible, expectNoSidewaysScroll, takePicture } from './page-check.ts'
import { manyTalks, scenarios, trendsOf } from './review-data.ts'
import { expect, test } from './served-page.ts'
import { type Answers, Refusal, StubbedServer } from './stubbed-server.ts'

const talks = manyTalks(27)

/** Pages of twenty; a cursor is the place in the list. */
function answers(): Answers {
  return {
    'scenario.list': () => scenarios,
    'feedback.trend': () => trendsOf(talks),
    'talk.list': (input) => {
      const { cursor, scenarioId } = input as { cursor?: string; scenarioId?: string } // the page's own words
      const from = Number(cursor ?? 0)
      const items = talks.filter((talk) => scenarioId === undefined || talk.scenarioId === scenarioId)
      const nextCursor = from + 20 < items.length ? String(from + 20) : undefined
      return { items: items.slice(from, from + 20), nextCursor }
    },
    'talk.remove': () => undefined,
  }
}

for (const [lang, catalogue] of [
  ['ja', ja],
  ['en', en],
] as const) {
  for (const width of [1280, 390]) {
    test(`the history in ${lang} at ${width} px shows talks, scores and their trend`, async ({
      page,
      pageUrl,
    }) => {
      await StubbedServer.under(page, answers())
      await page.setViewportSize({ width, height: 844 })
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
      await page.goto(`${pageUrl}/talks?lang=${lang}`)
      await expect(page.getByTestId('talk-talk-1')).toContainText(catalogue.history.score)
      await expect(page.getByTestId('talk-talk-0')).toContainText(catalogue.history.running)
      await expect(page.getByTestId('talk-talk-19')).toContainText(catalogue.history.notJudged)
      await expect(page.getByTestId('trend').locator('.recharts-line-curve').first()).toBeVisible()
      await expectNoSidewaysScroll(page)
      if (width === 390) {
        await page.setViewportSize({ width: 360, height: 844 })
        await expectNoSidewaysScroll(page)
        await page.setViewportSize({ width, height: 844 })
      }
      await expectAccessible(page)
      await takePicture(page, `history-${lang}-${width}`)
      // Each language and each width once, for the dark.
      if ((lang === 'ja') === (width === 1280)) return
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
      await expectAccessible(page)
      await takePicture(page, `history-${lang}-${width}-dark`)
    })
  }
}

test('the list goes on by page, and a talk leads to its review', async ({ page, pageUrl }) => {
  await StubbedServer.under(page, answers())
  await page.goto(`${pageUrl}/talks?lang=en`)
  await expect(page.getByTestId('talk-talk-26')).toHaveCount(0)
  await page.getByRole('button', { name: en.history.more }).click()
  await expect(page.getByTestId('talk-talk-26')).toBeVisible()
  await expect(page.getByRole('button', { name: en.history.more })).toHaveCount(0)
  await page.getByTestId('talk-talk-26').getByRole('link').click()
  await expect(page).toHaveURL(/\/talks\/talk-26/)
})

test('what is searched for stands in the address, and the server is asked for it', async ({
  page,
  pageUrl,
}) => {
  const stub = await StubbedServer.under(page, answers())
  await page.goto(`${pageUrl}/talks?lang=en`)
  await page.getByRole('searchbox', { name: en.history.search }).fill('budget')
  await page
    .getByRole('combobox', { name: en.history.scenario, exact: true })
    .selectOption(scenarios[1]?.id ?? '')
  await page.getByRole('combobox', { name: en.history.period }).selectOption('30')
  await expect(page).toHaveURL(/text=budget/)
  await expect(page).toHaveURL(/days=30/)
  const asked = () => stub.inputsOf('talk.list').at(-1)
  await expect
    .poll(asked)
    .toMatchObject({ text: 'budget', scenarioId: scenarios[1]?.id, from: expect.any(Date) })
  await expect(page.getByTestId('talk-talk-1')).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('searchbox', { name: en.history.search })).toHaveValue('budget')
})

test('a talk that was removed by mistake is brought back, and nothing was removed', async ({
  page,
  pageUrl,
}) => {
  const stub = await StubbedServer.under(page, answers())
  await page.clock.install()
  await page.goto(`${pageUrl}/talks?lang=en`)
  const remove = page.getByTestId('talk-talk-2').getByRole('button')
  await remove.click()
  await expect(page.getByTestId('talk-talk-2')).toHaveCount(0)
  await expect(page.getByTestId('talk-talk-3').getByRole('link')).toBeFocused()
  await page.getByTestId('undo').click()
  await expect(page.getByTestId('talk-talk-2')).toBeVisible()
  await page.clock.runFor(10_000)
  expect(stub.inputsOf('talk.remove')).toEqual([])

  await remove.click()
  await takePicture(page, 'history-undo-en-1280')
  await page.clock.runFor(7_000)
  await expect.poll(() => stub.inputsOf('talk.remove')).toEqual([{ talkId: 'talk-2' }])
})

test('a removal is done when another page is opened before its time', async ({ page, pageUrl }) => {
  const stub = await StubbedServer.under(page, answers())
  await page.goto(`${pageUrl}/talks?lang=en`)
  await page.getByTestId('talk-talk-2').getByRole('button').click()
  await page.getByRole('link', { name: en.app.title }).click()
  await expect.poll(() => stub.inputsOf('talk.remove')).toEqual([{ talkId: 'talk-2' }])
})

test('a removal is done when the tab is closed before its time', async ({ page, pageUrl, posted }) => {
  await StubbedServer.under(page, answers())
  await page.goto(`${pageUrl}/talks?lang=en`)
  await page.getByTestId('talk-talk-3').getByRole('button').click()
  await page.close({ runBeforeUnload: true })
  await expect.poll(() => posted).toContainEqual({ json: { talkId: 'talk-3' } })
})

test('a talk that cannot be removed comes back, with the reason', async ({ page, pageUrl }) => {
  await StubbedServer.under(page, {
    ...answers(),
    'talk.remove': () => {
      throw new Refusal('notAllowed')
    },
  })
  await page.clock.install()
  await page.goto(`${pageUrl}/talks?lang=en`)
  await page.getByTestId('talk-talk-2').getByRole('button').click()
  await page.clock.runFor(7_000)
  await expect(page.getByText(en.history.notRemoved)).toBeVisible()
  await expect(page.getByTestId('talk-talk-2')).toBeVisible()
})

test('who has no talks yet is led to the scenarios', async ({ page, pageUrl }) => {
  await StubbedServer.under(page, {
    ...answers(),
    'feedback.trend': () => [],
    'talk.list': () => ({ items: [] }),
  })
  await page.goto(`${pageUrl}/?lang=en`)
  await page.getByRole('link', { name: en.header.history }).click()
  await expect(page.getByText(en.history.empty.title)).toBeVisible()
  await page.goto(`${pageUrl}/talks?lang=en&text=nothing`)
  await expect(page.getByText(en.history.noneFound.title)).toBeVisible()
  await page.getByRole('link', { name: en.history.showAll }).click()
  await expect(page.getByRole('searchbox', { name: en.history.search })).toHaveValue('')
})
