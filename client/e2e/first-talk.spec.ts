import type { Page } from '@playwright/test'
import { ja } from '../i18n/ja.ts'
import { expect, japaneseSpeech, test, withMicrophone } from './fixtures.ts'
import { listenToPartner, openMicrophones, partnerLevel, watchMicrophones } from './page-sound.ts'

test.use(withMicrophone(japaneseSpeech))

const state = (page: Page, word: string) => page.locator(`[data-testid=talk-state][data-state=${word}]`)
const captions = (page: Page, role: 'user' | 'partner') =>
  page.locator(`[data-testid=transcript] [data-role=${role}]`)

async function activeTalks(url: string): Promise<number> {
  const { talks } = await (await fetch(`${url}/readyz`)).json()
  return talks.active
}

test('a person picks a scenario, speaks, hears the partner answer and reads both sides', async ({
  page,
  startServer,
}) => {
  const { url } = await startServer({ PARTNER: 'built-in' })
  await watchMicrophones(page)
  await page.goto(`${url}/?lang=ja`)
  await page.getByTestId('scenario-it-manager-sato').click()
  await page.getByTestId('talk-start').click()
  await expect(state(page, 'live')).toBeVisible()
  expect(await page.getByTestId('talk-state').getAttribute('data-transport')).toBe('webrtc')

  await listenToPartner(page)
  await expect.poll(() => partnerLevel(page), { timeout: 15_000 }).toBeGreaterThan(0.02)
  await expect(captions(page, 'user').first()).toContainText('（音声）')
  await expect(captions(page, 'partner').first()).toHaveText(/[ぁ-ん]{2}/)

  await page.getByTestId('talk-end').click()
  await expect(state(page, 'ended')).toBeVisible()
  await expect.poll(() => openMicrophones(page)).toBe(0)
  await expect.poll(() => activeTalks(url)).toBe(0)
})

test('a typed line is a turn of its own, and is answered', async ({ page, startServer }) => {
  const { url } = await startServer({ PARTNER: 'built-in' })
  await page.goto(`${url}/talk/it-manager-sato?lang=ja`)
  await page.getByTestId('talk-start').click()
  await expect(state(page, 'live')).toBeVisible()
  await page.getByLabel(ja.talk.say, { exact: true }).fill('議事録の作成を自動にできます')
  await page.getByLabel(ja.talk.say, { exact: true }).press('Enter')
  await expect(captions(page, 'user').filter({ hasText: '議事録の作成を自動にできます' })).toBeVisible()
  await expect(captions(page, 'partner').first()).toBeVisible()
  await page.getByTestId('talk-end').click()
  await expect(state(page, 'ended')).toBeVisible()
})
