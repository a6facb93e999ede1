import { expect, test } from './fixtures.ts'

test('someone who refuses the microphone is told in plain words how to allow it', async ({
  page,
  builtInServer,
}) => {
  await page.goto(`${builtInServer.url}/talk/it-manager-sato?lang=en`)
  await page.getByTestId('talk-start').click()
  await expect(page.locator('[data-testid=talk-state][data-state=ended]')).toContainText(/microphone/i)
  await expect(page.getByTestId('talk-start')).toBeVisible()
})
