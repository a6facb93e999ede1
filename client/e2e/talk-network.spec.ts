import { Coturn } from '../../server/testing/network/coturn.ts'
import { ensureTurnserver } from '../../server/testing/network/find-turnserver.ts'
import { en } from '../i18n/en.ts'
import { expect, japaneseSpeech, test, withMicrophone } from './fixtures.ts'
import { blockUdp } from './page-network.ts'
import { listenToPartner, partnerLevel } from './page-sound.ts'
import { hangUp, talkState, tapStart, transportOf } from './talk-page.ts'

test.use(withMicrophone(japaneseSpeech))

// Not within a test's time: on a fresh machine it is installed here.
test.beforeAll(() => {
  test.setTimeout(300_000)
  ensureTurnserver()
})

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
