import { ja } from '../i18n/ja.ts'
import { expect, japaneseSpeech, test, withMicrophone } from './fixtures.ts'
import { expectAccessible } from './page-check.ts'
import { hangUp, talkState, typeLine } from './talk-page.ts'

test.use(withMicrophone(japaneseSpeech))

test('live hints are off until they are chosen; then a talk without a question brings one, and nothing moves', async ({
  page,
  builtInServer: { url },
}) => {
  await page.goto(`${url}/talk/it-manager-sato?lang=ja`)
  const hintSwitch = page.getByLabel(ja.hints.switch, { exact: true })
  await expect(hintSwitch).not.toBeChecked()
  await hintSwitch.press('Space')
  await page.reload()
  await expect(hintSwitch).toBeChecked()
  // Without Space nobody is heard: what was spoken here could not be read.
  await page.getByText(ja.talk.pushToTalk, { exact: true }).click()
  await page.getByTestId('talk-start').click()
  await expect(talkState(page, 'live')).toBeVisible()
  // Its words are longer or shorter, but it stands where it stood.
  const topOfState = async () => (await page.getByTestId('talk-state').boundingBox())?.y
  const before = await topOfState()

  const hint = page.getByTestId('hint')
  const typed = page.locator('[data-testid=transcript] [data-role=user]')
  for (const count of [1, 2, 3, 4, 5]) {
    await expect(hint).toBeEmpty()
    await typeLine(page, `こちらの製品には、大きな利点が${count}つあります。`)
    await expect(typed).toHaveCount(count)
  }
  await expect(hint).toHaveText(ja.hints.question)
  expect(await topOfState()).toBe(before)
  await expectAccessible(page)

  await page.getByTestId('device-menu').click()
  await hintSwitch.press('Space')
  await expect(hint).toBeHidden()
  await hangUp(page)
})
