import type { Page } from '@playwright/test'
import { ja } from '../i18n/ja.ts'
import { expect, japaneseSpeech, test, withMicrophone } from './fixtures.ts'
import { watchMicrophones } from './page-sound.ts'
import { hangUp, talkState } from './talk-page.ts'

test.use(withMicrophone(japaneseSpeech))

const isMicrophoneOpen = (page: Page) =>
  page.evaluate(() => window.microphones?.some(({ enabled, readyState }) => enabled && readyState === 'live'))

test('with push-to-talk the microphone is open only while Space or the button is held', async ({
  page,
  builtInServer: { url },
}) => {
  await watchMicrophones(page)
  await page.goto(`${url}/talk/it-manager-sato?lang=ja`)
  await page.getByText(ja.talk.pushToTalk, { exact: true }).click()
  await page.getByTestId('talk-start').click()
  await expect(talkState(page, 'live')).toBeVisible()
  expect(await isMicrophoneOpen(page)).toBe(false)

  await page.keyboard.down('Space')
  await expect.poll(() => isMicrophoneOpen(page)).toBe(true)
  await expect(page.getByText(ja.talk.holding)).toBeVisible()
  await page.keyboard.up('Space')
  await expect.poll(() => isMicrophoneOpen(page)).toBe(false)

  await page.getByTestId('talk-hold').hover()
  await page.mouse.down()
  await expect.poll(() => isMicrophoneOpen(page)).toBe(true)
  await page.mouse.move(5, 5)
  await page.mouse.up()
  await expect.poll(() => isMicrophoneOpen(page)).toBe(false)

  // In the text field Space is a letter.
  await page.getByLabel(ja.talk.say, { exact: true }).fill('a')
  await page.getByLabel(ja.talk.say, { exact: true }).press('Space')
  expect(await isMicrophoneOpen(page)).toBe(false)
  await hangUp(page)
})
