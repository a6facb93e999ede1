import type { Page } from '@playwright/test'
import { Coturn } from '../../server/testing/network/coturn.ts'
import { ensureTurnserver } from '../../server/testing/network/find-turnserver.ts'
import { en } from '../i18n/en.ts'
import { ja } from '../i18n/ja.ts'
import { expect, japaneseSpeech, test, withMicrophone } from './fixtures.ts'
import { expectAccessible } from './page-check.ts'
import { blockUdp } from './page-network.ts'
import { listenToPartner, partnerLevel, watchMicrophones } from './page-sound.ts'
import { hangUp, talkState, tapStart, transportOf, typeLine } from './talk-page.ts'

test.use(withMicrophone(japaneseSpeech))

// Not within a test's time: on a fresh machine it is installed here.
test.beforeAll(() => {
  test.setTimeout(300_000)
  ensureTurnserver()
})

const isMicrophoneOpen = (page: Page) =>
  page.evaluate(() => window.microphones?.some(({ enabled, readyState }) => enabled && readyState === 'live'))

test('where WebRTC is blocked it says so beforehand, and how the talk will go all the same', async ({
  page,
  builtInServer: { url },
}) => {
  await blockUdp(page)
  await page.goto(`${url}/talk/it-manager-sato?lang=en`)
  const note = page.getByTestId('path-check')
  await expect(note).toHaveAttribute('data-path', 'socket', { timeout: 3_000 })
  await expect(note).toHaveText(en.path.socket)
})

test('where the server takes sound through TURN alone, the page looks for no other way', async ({
  page,
  startServer,
}) => {
  await using coturn = await Coturn.start({ secret: 'a secret that both know' })
  const { url } = await startServer({
    PARTNER: 'built-in',
    ICE_TRANSPORT_POLICY: 'relay',
    TURN_URLS: coturn.url('udp'),
    TURN_SECRET: 'a secret that both know',
  })
  const told: string[] = []
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      for (const [, type] of String(payload).matchAll(/candidate:[^"]* typ (\w+)/g)) told.push(type ?? '')
    }),
  )
  await tapStart(page, url)
  await expect(talkState(page, 'live')).toBeVisible()
  expect(await transportOf(page)).toBe('webrtc')
  await listenToPartner(page)
  await expect.poll(() => partnerLevel(page), { timeout: 15_000 }).toBeGreaterThan(0.02)
  expect(new Set(told)).toEqual(new Set(['relay']))
  await hangUp(page)
})

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
