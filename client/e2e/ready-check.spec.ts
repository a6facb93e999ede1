import type { Page } from '@playwright/test'
import { levelDbfs, pcmFromBase64 } from '../../server/audio/pcm.ts'
import type { FakeLiveConnection } from '../../server/testing/fake-live-server.ts'
import { INBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import { en } from '../i18n/en.ts'
import { ja } from '../i18n/ja.ts'
import { expect, japaneseSpeech, test, withMicrophone } from './fixtures.ts'
import { expectAccessible, expectNoSidewaysScroll, takePicture } from './page-check.ts'
import { deviceWatch, openMicrophoneNames, watchDevices } from './page-devices.ts'
import { openMicrophones, watchMicrophones } from './page-sound.ts'
import { ScriptedPartner } from './scripted-partner.ts'
import { talkState, transportOf } from './talk-page.ts'

test.use(withMicrophone(japaneseSpeech))

/** Each microphone speaks the file from the moment at which it is opened. */
const FIRST = 'Fake Audio Input 1'
const SECOND = 'Fake Audio Input 2'
/** Far below speech, far above a line that nobody speaks into. */
const AUDIBLE_DBFS = -40

/** Of voice that the partner's service was sent since so many messages. What was under way then is far below 1 s. */
function voicedSeconds(live: FakeLiveConnection, since: number): number {
  const samples = live.received.slice(since).map(({ realtimeInput }) => {
    const { audio } = (realtimeInput ?? {}) as { audio?: { data: string } } // checked by the next line
    const pcm = audio ? pcmFromBase64(audio.data) : new Int16Array()
    return levelDbfs(pcm) > AUDIBLE_DBFS ? pcm.length : 0
  })
  return samples.reduce((sum, each) => sum + each, 0) / INBOUND_SAMPLE_RATE_HZ
}

const meter = (page: Page) =>
  page
    .getByTestId('microphone-level')
    .locator('i')
    .evaluate((bar) => new DOMMatrix(getComputedStyle(bar).transform).a)

for (const { words, lang, width, height, transport } of [
  { words: ja, lang: 'ja', width: 390, height: 844, transport: 'webrtc' },
  { words: en, lang: 'en', width: 1280, height: 800, transport: 'websocket' },
]) {
  test(`microphone and speaker are tried out, chosen, and changed in mid-talk over ${transport}, at ${width} px in ${lang}`, async ({
    page,
    startServer,
  }) => {
    await using partner = await ScriptedPartner.listen()
    const { url } = await startServer(partner.settings)
    await page.setViewportSize({ width, height })
    await watchMicrophones(page)
    await watchDevices(page)
    if (transport === 'websocket') {
      await page.addInitScript(() => Reflect.deleteProperty(window, 'RTCPeerConnection'))
    }
    await page.goto(`${url}/talk/it-manager-sato?lang=${lang}`)
    await page.getByTestId('ready').click()
    expect(await page.evaluate(() => window.microphones?.length)).toBe(0)
    await page.getByTestId('choose-microphone').selectOption({ label: SECOND })
    await page.getByTestId('try-microphone').click()
    await expect.poll(() => meter(page)).toBeGreaterThan(0.25)
    await expect(page.getByTestId('microphone-check')).toHaveText(words.ready.heard)
    expect(await openMicrophoneNames(page)).toEqual([SECOND])
    await page.getByTestId('try-speaker').click()
    await expect.poll(async () => (await deviceWatch(page)).loudestElsewhere).toBeGreaterThan(0.02)
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
    await takePicture(page, `ready-${lang}-${width}`)

    await page.reload()
    const calling = partner.nextCall()
    await page.getByTestId('talk-start').click()
    expect((await deviceWatch(page)).insideTap).toEqual(['resume', 'play', 'getUserMedia'])
    const live = await calling
    await expect(talkState(page, 'live')).toBeVisible()
    expect(await transportOf(page)).toBe(transport)
    await expect.poll(() => openMicrophoneNames(page)).toEqual([SECOND])
    expect((await deviceWatch(page)).locks).toEqual({ requested: 1, released: 0 })

    await page.getByTestId('device-menu').click()
    await takePicture(page, `devices-${lang}-${width}`)
    await page.getByTestId('choose-microphone').selectOption({ label: FIRST })
    await expect.poll(() => openMicrophoneNames(page)).toEqual([FIRST])
    const before = live.received.length
    await expect.poll(() => voicedSeconds(live, before)).toBeGreaterThan(1)
    expect(partner.talks).toBe(1)

    // Esc closes the menu; only then does it hang up.
    await page.keyboard.press('Escape')
    await expect(page.getByTestId('choose-microphone')).toBeHidden()
    await expect(talkState(page, 'live')).toBeVisible()
    await page.getByTestId('talk-end').click()
    await expect(talkState(page, 'ended')).toBeVisible()
    await expect.poll(async () => (await deviceWatch(page)).locks).toEqual({ requested: 1, released: 1 })
    await expect.poll(() => openMicrophones(page)).toBe(0)
  })
}

test('a check that still runs gives the microphone to the talk, and one that is left gives it back', async ({
  page,
  builtInServer: { url },
}) => {
  await watchMicrophones(page)
  await page.goto(`${url}/talk/it-manager-sato?lang=en`)
  await page.getByTestId('ready').click()
  await page.getByTestId('try-microphone').click()
  await expect(page.getByTestId('microphone-check')).toHaveText(en.ready.heard)
  await page.getByTestId('talk-start').click()
  await expect(talkState(page, 'live')).toBeVisible()
  expect(await openMicrophones(page)).toBe(1)

  // As when it is unplugged.
  await page.evaluate(() => {
    const track = window.microphones?.find(({ readyState }) => readyState === 'live')
    track?.stop()
    track?.dispatchEvent(new Event('ended'))
  })
  await expect.poll(() => openMicrophones(page)).toBe(1)
  await page.getByTestId('talk-end').click()
  await expect(talkState(page, 'ended')).toBeVisible()

  await page.goto(`${url}/talk/it-manager-sato?lang=en`)
  await page.getByTestId('ready').click()
  await page.getByTestId('try-microphone').click()
  await expect.poll(() => openMicrophones(page)).toBe(1)
  await page.getByRole('link', { name: en.talk.back }).click()
  await expect.poll(() => openMicrophones(page)).toBe(0)
})

test('Chromium finds nothing that keeps the page from being installed', async ({
  page,
  builtInServer: { url },
}) => {
  await page.goto(url)
  const chromium = await page.context().newCDPSession(page)
  const { errors, manifest } = await chromium.send('Page.getAppManifest')
  expect(errors).toEqual([])
  const { installabilityErrors } = await chromium.send('Page.getInstallabilityErrors')
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([])
  const pictures = [
    ...(manifest.icons ?? []).map(({ url, sizes }) => ({ url, sizes: sizes ?? '' })),
    {
      url: new URL((await page.locator('link[rel=apple-touch-icon]').getAttribute('href')) ?? '', url).href,
      sizes: '180x180',
    },
  ]
  expect(pictures).toHaveLength(5)
  for (const { url, sizes } of pictures) {
    const [width, height] = await page.evaluate(async (src) => {
      const picture = new Image()
      picture.src = src
      await picture.decode()
      return [picture.naturalWidth, picture.naturalHeight]
    }, url)
    // The drawing, which is of any size.
    if (sizes !== '0x0') expect(`${width}x${height}`).toBe(sizes)
  }
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    const colours = await page
      .locator('meta[name=theme-color]')
      .evaluateAll((all) =>
        all
          .filter((meta) => meta instanceof HTMLMetaElement && matchMedia(meta.media).matches)
          .map((meta) => meta.getAttribute('content')),
      )
    expect(colours).toEqual([scheme === 'light' ? '#f6f4ef' : '#101513'])
  }
})
