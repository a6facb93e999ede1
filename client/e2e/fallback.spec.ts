import type { Page } from '@playwright/test'
import { base64FromPcm } from '../../server/audio/pcm.ts'
import { type FakeLiveConnection, FakeLiveServer } from '../../server/testing/fake-live-server.ts'
import { expect, silence, test, withMicrophone } from './fixtures.ts'
import { openMicrophones, watchMicrophones } from './page-sound.ts'
import { blockUdp, cutConnections, PartnerEar, watchConnections } from './partner-ear.ts'

test.use(withMicrophone(silence()))

const state = (page: Page, word: string) => page.locator(`[data-testid=talk-state][data-state=${word}]`)
const transport = (page: Page) => page.getByTestId('talk-state').getAttribute('data-transport')

/** The partner speaks for so long, and it can be read. */
function speak(live: FakeLiveConnection, seconds: number, text: string): void {
  const samples = Int16Array.from({ length: 24_000 * seconds }, (_, i) =>
    Math.round(12_000 * Math.sin((2 * Math.PI * 440 * i) / 24_000)),
  )
  const data = base64FromPcm(samples)
  const parts = [{ inlineData: { mimeType: 'audio/pcm;rate=24000', data } }]
  live.send({ serverContent: { outputTranscription: { text }, modelTurn: { parts } } })
}

const settings = (service: FakeLiveServer) => ({ GEMINI_API_KEY: 'a-key', GEMINI_BASE_URL: service.baseUrl })

async function startTalk(page: Page, service: FakeLiveServer, url: string): Promise<FakeLiveConnection> {
  const connecting = service.nextConnection()
  await page.goto(`${url}/talk/it-manager-sato?lang=ja`)
  await page.getByTestId('talk-start').click()
  const live = await connecting
  await live.message('setup')
  live.send({ setupComplete: {} })
  return live
}

const heardByService = (live: FakeLiveConnection) =>
  live.received.filter((message) => 'realtimeInput' in message).length

test('where no UDP gets through, the same talk goes on by WebSocket without a click', async ({
  page,
  startServer,
}) => {
  await using service = await FakeLiveServer.listen()
  const server = await startServer(settings(service))
  const ear = await PartnerEar.in(page)
  await watchMicrophones(page)
  await blockUdp(page)
  const live = await startTalk(page, service, server.url)
  speak(live, 20, 'もしもし、佐藤です')
  await expect(state(page, 'live')).toBeVisible()
  expect(await transport(page)).toBe('websocket')

  await expect.poll(() => ear.firstHeardAfter(0)).toBeDefined()
  expect(ear.talkIds.size).toBe(1)
  expect(ear.soundUrls.map((url) => url.searchParams.get('talk'))).toEqual([...ear.talkIds])
  expect(service.connections).toHaveLength(1)
  await expect(page.locator('[data-testid=transcript] [data-role=partner]')).toContainText('佐藤です')
  const before = heardByService(live)
  await expect.poll(() => heardByService(live)).toBeGreaterThan(before + 10)

  live.send({ serverContent: { interrupted: true } })
  const cutMs = await ear.now()
  await expect.poll(() => ear.now()).toBeGreaterThan(cutMs + 1_500)
  expect(await ear.firstHeardAfter(cutMs + 500)).toBeUndefined()

  await page.getByTestId('talk-end').click()
  await expect(state(page, 'ended')).toBeVisible()
  await expect.poll(() => openMicrophones(page)).toBe(0)
})

test('a connection cut in mid-talk is replaced by the WebSocket, in the same talk', async ({
  page,
  startServer,
}) => {
  await using service = await FakeLiveServer.listen()
  const server = await startServer(settings(service))
  const ear = await PartnerEar.in(page)
  await watchConnections(page)
  const live = await startTalk(page, service, server.url)
  await expect(state(page, 'live')).toBeVisible()
  speak(live, 30, 'それでは始めましょう')
  await expect.poll(() => ear.firstHeardAfter(0)).toBeDefined()
  expect(await transport(page)).toBe('webrtc')

  const cutMs = await cutConnections(page)
  await expect.poll(() => transport(page), { timeout: 10_000 }).toBe('websocket')
  await expect.poll(() => ear.firstHeardAfter(cutMs + 1_000)).toBeDefined()
  await expect(state(page, 'live')).toBeVisible()
  expect(ear.talkIds.size).toBe(1)
  expect(service.connections).toHaveLength(1)

  live.send({ serverContent: { outputTranscription: { text: '。続けます' } } })
  await expect(page.locator('[data-testid=transcript] [data-role=partner]')).toContainText('続けます')

  // The page is told of another network, and finds its way back.
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await expect.poll(() => transport(page), { timeout: 10_000 }).toBe('webrtc')
  await expect(state(page, 'live')).toBeVisible()
  const backMs = await ear.now()
  await expect.poll(() => ear.firstHeardAfter(backMs)).toBeDefined()
  expect(ear.talkIds.size).toBe(1)

  await page.getByTestId('talk-end').click()
  await expect(state(page, 'ended')).toBeVisible()
})

test('a change of the network restarts ICE, and the talk stays where it is', async ({
  page,
  startServer,
}) => {
  await using service = await FakeLiveServer.listen()
  const server = await startServer(settings(service))
  const ear = await PartnerEar.in(page)
  await watchConnections(page)
  const live = await startTalk(page, service, server.url)
  await expect(state(page, 'live')).toBeVisible()
  speak(live, 15, 'どうぞ')
  await expect.poll(() => ear.firstHeardAfter(0)).toBeDefined()
  const ufrag = () =>
    page.evaluate(() =>
      window.connections?.map(
        ({ remoteDescription }) => /ice-ufrag:\S+/.exec(remoteDescription?.sdp ?? '')?.[0],
      ),
    )
  const before = await ufrag()
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await expect.poll(ufrag).not.toEqual(before)
  const restartedMs = await ear.now()
  await expect.poll(() => ear.firstHeardAfter(restartedMs)).toBeDefined()
  expect(await transport(page)).toBe('webrtc')
  expect(ear.soundUrls).toEqual([])
  await page.getByTestId('talk-end').click()
  await expect(state(page, 'ended')).toBeVisible()
})

test('a browser without WebRTC holds the whole talk over the WebSocket', async ({ page, startServer }) => {
  await using service = await FakeLiveServer.listen()
  const server = await startServer(settings(service))
  const ear = await PartnerEar.in(page)
  await watchMicrophones(page)
  await page.addInitScript(() => Reflect.deleteProperty(window, 'RTCPeerConnection'))
  const live = await startTalk(page, service, server.url)
  await expect(state(page, 'live')).toBeVisible()
  expect(await transport(page)).toBe('websocket')
  speak(live, 3, 'お電話ありがとうございます')
  await expect.poll(() => ear.firstHeardAfter(0)).toBeDefined()
  await expect(page.locator('[data-testid=transcript] [data-role=partner]')).toContainText('ありがとう')
  await page.getByTestId('talk-end').click()
  await expect(state(page, 'ended')).toHaveAttribute('data-reason', 'hungUp')
  await expect.poll(() => openMicrophones(page)).toBe(0)
  await live.closed
})
