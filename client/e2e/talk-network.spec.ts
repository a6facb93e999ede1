import type { Page } from '@playwright/test'
import { en } from '../i18n/en.ts'
import { ja } from '../i18n/ja.ts'
import { expect, japaneseSpeech, test, withMicrophone } from './fixtures.ts'
import { watchMicrophones } from './page-sound.ts'
import { blockUdp } from './partner-ear.ts'

test.use(withMicrophone(japaneseSpeech))

const state = (page: Page, word: string) => page.locator(`[data-testid=talk-state][data-state=${word}]`)
const isMicrophoneOpen = (page: Page) =>
  page.evaluate(() => window.microphones?.some(({ enabled, readyState }) => enabled && readyState === 'live'))

test('before the call, a page on an open network says that the voice goes straight', async ({
  page,
  startServer,
}) => {
  const { url } = await startServer({ PARTNER: 'built-in' })
  await watchMicrophones(page)
  await page.goto(`${url}/talk/it-manager-sato?lang=ja`)
  const note = page.getByTestId('path-check')
  await expect(note).toHaveAttribute('data-path', 'direct', { timeout: 3_000 })
  await expect(note).toHaveText(ja.path.direct)
  expect(await page.evaluate(() => window.microphones?.length)).toBe(0)
  const { talks } = await (await fetch(`${url}/readyz`)).json()
  expect(talks.active).toBe(0)
})

test('where WebRTC is blocked it says so beforehand, and how the talk will go all the same', async ({
  page,
  startServer,
}) => {
  const { url } = await startServer({ PARTNER: 'built-in' })
  await blockUdp(page)
  await page.goto(`${url}/talk/it-manager-sato?lang=en`)
  const note = page.getByTestId('path-check')
  await expect(note).toHaveAttribute('data-path', 'socket', { timeout: 3_000 })
  await expect(note).toHaveText(en.path.socket)
})

test('during the call a small sign tells how good the connection is, for ears too', async ({
  page,
  startServer,
}) => {
  const { url } = await startServer({ PARTNER: 'built-in' })
  await page.goto(`${url}/talk/it-manager-sato?lang=ja`)
  await page.getByTestId('talk-start').click()
  await expect(state(page, 'live')).toBeVisible()
  const badge = page.getByTestId('network-badge')
  await expect(badge).toHaveAttribute('data-quality', 'good')
  await expect(badge).toHaveAttribute('data-transport', 'webrtc')
  await expect(badge).toContainText(ja.network.good)
  await expect(badge).toContainText(ja.network.webrtc)
  await expect(badge).toHaveAttribute('title', /\d+ ミリ秒/)
  await page.getByTestId('talk-end').click()
  await expect(state(page, 'ended')).toBeVisible()
})

test('with push-to-talk the microphone is open only while Space or the button is held', async ({
  page,
  startServer,
}) => {
  const { url } = await startServer({ PARTNER: 'built-in' })
  await watchMicrophones(page)
  await page.goto(`${url}/talk/it-manager-sato?lang=ja`)
  await page.getByText(ja.talk.pushToTalk, { exact: true }).click()
  await page.getByTestId('talk-start').click()
  await expect(state(page, 'live')).toBeVisible()
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
  await page.getByTestId('talk-end').click()
  await expect(state(page, 'ended')).toBeVisible()
})
