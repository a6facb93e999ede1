import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { en } from '../i18n/en.ts'
import { ja } from '../i18n/ja.ts'
import { expect, silence, test, withMicrophone } from './fixtures.ts'
import { expectAccessible, expectNoSidewaysScroll, takePicture } from './page-check.ts'
import { hangUp, talkState } from './talk-page.ts'

test.use(withMicrophone(silence()))

const ownCards = (page: Page) => page.locator('[data-testid^=scenario-own-]')

for (const [lang, words, width, colorScheme, source] of [
  ['ja', ja, 1280, 'light', 'it-manager-sato'],
  ['en', en, 390, 'dark', 'price-negotiation-carter'],
] as const) {
  test(`a scenario is copied, mended, kept, taken out, removed and brought back in ${lang} at ${width} px`, async ({
    page,
    startServer,
  }) => {
    const { url } = await startServer({ PARTNER: 'built-in' })
    const look = async (name: string) => {
      await expectAccessible(page)
      await expectNoSidewaysScroll(page)
      await takePicture(page, `scenario-${name}-${lang}-${width}`)
    }
    const field = (label: string) => page.getByLabel(label, { exact: true })
    await page.setViewportSize({ width, height: 844 })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.goto(`${url}/?lang=${lang}`)
    await page.locator(`a[href="/scenarios/new?from=${source}"]`).click()

    // The persona of ours is not told, so it is what is missing.
    const persona = field(words.scenarioEditor.field.persona)
    await expect(persona).toHaveValue('')
    await page.getByTestId('scenario-save').click()
    await expect(persona).toBeFocused()
    await expect(page.getByText(words.scenarioEditor.problem.missing)).toHaveCount(1)
    await look('problem')

    await persona.fill('Friendly and in a hurry.')
    await field(words.scenarioEditor.field.title).fill('My own talk')
    await page.getByRole('link', { name: words.app.title }).click()
    await expect(page.getByTestId('question-stay')).toBeFocused()
    await look('leave')
    await page.keyboard.press('Escape')
    await page.goBack()
    await page.getByTestId('question-stay').click()
    await expect(persona).toHaveValue('Friendly and in a hurry.')

    await page.getByTestId('scenario-save').click()
    await expect(ownCards(page)).toBeFocused()
    await expect(ownCards(page)).toContainText('My own talk')
    await look('kept')

    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: words.scenarios.export }).click()
    const file = await download
    expect(file.suggestedFilename()).toBe('My own talk.json')
    const path = await file.path()
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ title: 'My own talk' })

    await page.getByRole('button', { name: words.scenarios.remove, exact: true }).click()
    await expect(page.getByTestId('undo')).toBeFocused()
    await expect(ownCards(page)).toHaveCount(0)
    // Off this page, what waits is removed at once.
    await page.getByTestId('scenario-new').click()
    await expect(field(words.scenarioEditor.field.title)).toHaveValue('')
    await page.getByTestId('scenario-file').setInputFiles({
      name: 'wrong.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{"name":"something else"}'),
    })
    await expect(page.getByRole('alert')).toContainText(words.scenarioEditor.file.notScenario.title)
    await page.getByRole('link', { name: words.scenarioEditor.back }).click()
    await expect(page.getByTestId('scenario-new')).toBeVisible()
    await expect(ownCards(page)).toHaveCount(0)

    const chooser = page.waitForEvent('filechooser')
    await page.getByTestId('scenario-import').click()
    await (await chooser).setFiles(path)
    await expect(field(words.scenarioEditor.field.title)).toHaveValue('My own talk')
    await look('imported')
    await page.getByTestId('scenario-save').click()
    await expect(ownCards(page)).toBeFocused()

    // Once: the built-in partner plays what a user has written.
    if (lang !== 'ja') return
    await page.keyboard.press('Enter')
    await page.getByTestId('talk-start').click()
    await talkState(page, 'live').waitFor()
    await page.getByLabel(words.talk.say, { exact: true }).fill('こんにちは')
    await page.getByLabel(words.talk.say, { exact: true }).press('Enter')
    await expect(page.locator('[data-testid=transcript] [data-role=partner]').first()).toHaveText(
      /[ぁ-ん]{2}/,
      { timeout: 20_000 },
    )
    await hangUp(page)
  })
}
