import { expect, silence, test, withMicrophone } from './fixtures.ts'
import { PageNetwork } from './page-network.ts'
import { openMicrophones, watchMicrophones } from './page-sound.ts'
import { PartnerEar } from './partner-ear.ts'
import { heardBy, ScriptedPartner, speak } from './scripted-partner.ts'
import { hangUp, talkState, transportOf, typeLine } from './talk-page.ts'

test.use(withMicrophone(silence()))

/** What the page still has in its buffers when the way to it breaks is not the new way's. */
const BUFFERED_MS = 1_000

test('where no UDP gets through, the same talk goes on by WebSocket without a click', async ({
  page,
  startServer,
}) => {
  await using partner = await ScriptedPartner.listen()
  const server = await startServer(partner.settings)
  const ear = await PartnerEar.in(page)
  await watchMicrophones(page)
  await using network = await PageNetwork.under(page)
  await network.cut()
  const live = await partner.called(page, server.url)
  speak(live, 40, 'もしもし、佐藤です')
  await expect(talkState(page, 'live')).toBeVisible()
  expect(await transportOf(page)).toBe('websocket')

  await ear.hears()
  expect(ear.talkIds.size).toBe(1)
  expect(ear.soundUrls.map((url) => url.searchParams.get('talk'))).toEqual([...ear.talkIds])
  expect(partner.talks).toBe(1)
  await expect(page.locator('[data-testid=transcript] [data-role=partner]')).toContainText('佐藤です')
  const before = heardBy(live)
  await expect.poll(() => heardBy(live)).toBeGreaterThan(before + 10)

  // Somebody has to interrupt: after an interruption while nobody speaks the model would be asked to go on.
  const typed = live.message('clientContent')
  await typeLine(page, 'ちょっと待ってください')
  await typed
  live.send({ serverContent: { interrupted: true } })
  live.send({ serverContent: { turnComplete: true } })
  const cutMs = await ear.now()
  // Most of what was to be said is still to come.
  await expect.poll(async () => ear.longestGap(cutMs, await ear.now())).toBeGreaterThan(1_000)

  await hangUp(page)
  await expect.poll(() => openMicrophones(page)).toBe(0)
})

test('a connection cut in mid-talk is replaced by the WebSocket, in the same talk', async ({
  page,
  startServer,
}) => {
  await using partner = await ScriptedPartner.listen()
  const server = await startServer(partner.settings)
  const ear = await PartnerEar.in(page)
  await using network = await PageNetwork.under(page)
  const live = await partner.called(page, server.url)
  await expect(talkState(page, 'live')).toBeVisible()
  speak(live, 40, 'それでは始めましょう')
  await ear.hears()
  expect(await transportOf(page)).toBe('webrtc')

  const cutMs = await network.cut()
  await expect.poll(() => transportOf(page), { timeout: 10_000 }).toBe('websocket')
  await ear.hears(cutMs + BUFFERED_MS)
  await expect(talkState(page, 'live')).toBeVisible()
  expect(ear.talkIds.size).toBe(1)
  expect(partner.talks).toBe(1)

  live.send({ serverContent: { outputTranscription: { text: '。続けます' } } })
  await expect(page.locator('[data-testid=transcript] [data-role=partner]')).toContainText('続けます')

  const changedMs = await network.change({ pageIsTold: true })
  await expect.poll(() => transportOf(page), { timeout: 10_000 }).toBe('webrtc')
  await expect(talkState(page, 'live')).toBeVisible()
  await ear.hears(changedMs + BUFFERED_MS)
  expect(ear.talkIds.size).toBe(1)
  await hangUp(page)
})

for (const pageIsTold of [true, false]) {
  const notice = pageIsTold ? 'that the page is told of' : 'that nobody tells of'
  test(`after a change of the network ${notice}, the talk is heard over WebRTC again`, async ({
    page,
    startServer,
  }) => {
    await using partner = await ScriptedPartner.listen()
    const server = await startServer(partner.settings)
    const ear = await PartnerEar.in(page)
    await using network = await PageNetwork.under(page)
    const live = await partner.called(page, server.url)
    await expect(talkState(page, 'live')).toBeVisible()
    speak(live, 20, 'どうぞ')
    await ear.hears()
    expect(await transportOf(page)).toBe('webrtc')

    const changedMs = await network.change({ pageIsTold })
    await ear.hears(changedMs + BUFFERED_MS)
    expect(await transportOf(page)).toBe('webrtc')
    expect(ear.soundUrls).toEqual([])
    expect(ear.talkIds.size).toBe(1)
    const before = heardBy(live)
    await expect.poll(() => heardBy(live)).toBeGreaterThan(before + 10)
    await hangUp(page)
  })
}

test('a browser without WebRTC holds the whole talk over the WebSocket', async ({ page, startServer }) => {
  await using partner = await ScriptedPartner.listen()
  const server = await startServer(partner.settings)
  const ear = await PartnerEar.in(page)
  await watchMicrophones(page)
  await page.addInitScript(() => Reflect.deleteProperty(window, 'RTCPeerConnection'))
  const live = await partner.called(page, server.url)
  await expect(talkState(page, 'live')).toBeVisible()
  expect(await transportOf(page)).toBe('websocket')
  speak(live, 3, 'お電話ありがとうございます')
  await ear.hears()
  await expect(page.locator('[data-testid=transcript] [data-role=partner]')).toContainText('ありがとう')
  await hangUp(page)
  await expect(talkState(page, 'ended')).toHaveAttribute('data-reason', 'hungUp')
  await expect.poll(() => openMicrophones(page)).toBe(0)
  await live.closed
})
