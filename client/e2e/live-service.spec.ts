import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { joined } from '../../server/audio/fixtures/sound.ts'
import { base64FromPcm, pcmFromBase64 } from '../../server/audio/pcm.ts'
import { parseWav } from '../../server/audio/wav-file.ts'
import { envelopeCorrelation } from '../../server/testing/envelope.ts'
import { type FakeLiveConnection, FakeLiveServer } from '../../server/testing/fake-live-server.ts'
import { ja } from '../i18n/ja.ts'
import { expect, japaneseSpeech, laterSpeech, test, withMicrophone } from './fixtures.ts'
import { listenToPartner, partnerLevel, partnerPitchHz } from './page-sound.ts'
import { typeLine } from './talk-page.ts'

test.use(withMicrophone(laterSpeech()))

const API_KEY = 'a-key-that-nobody-may-see'
const state = (page: Page, word: string) => page.locator(`[data-testid=talk-state][data-state=${word}]`)

/** 24 kHz, as the service sends it. */
function tone(hz: number, seconds: number): string {
  const samples = Int16Array.from({ length: 24_000 * seconds }, (_, i) =>
    Math.round(12_000 * Math.sin((2 * Math.PI * hz * i) / 24_000)),
  )
  return base64FromPcm(samples)
}

/** Everything that the service heard so far. */
function heardBy(connection: FakeLiveConnection): Int16Array {
  const chunks = connection.received.flatMap(({ realtimeInput }) => {
    const { audio } = (realtimeInput ?? {}) as { audio?: { data: string } } // checked by the next line
    return audio ? [pcmFromBase64(audio.data)] : []
  })
  return joined(...chunks)
}

/** Starts a talk in the page; resolves when the service has the setup in hand and has not yet answered it. */
async function startTalk(
  page: Page,
  service: FakeLiveServer,
  serverUrl: string,
): Promise<FakeLiveConnection> {
  const connecting = service.nextConnection()
  await page.goto(`${serverUrl}/talk/it-manager-sato?lang=ja`)
  await page.getByTestId('talk-start').click()
  const connection = await connecting
  await connection.message('setup')
  return connection
}

test('the voice reaches the service, its voice comes back, and an interruption silences it', async ({
  page,
  startServer,
}) => {
  await using service = await FakeLiveServer.listen()
  const server = await startServer({ GEMINI_API_KEY: API_KEY, GEMINI_BASE_URL: service.baseUrl })
  const live = await startTalk(page, service, server.url)
  live.send({ setupComplete: {} })
  await expect(state(page, 'live')).toBeVisible()

  const spoken = parseWav(readFileSync(japaneseSpeech)).samples
  await expect
    .poll(() => envelopeCorrelation(spoken, heardBy(live), 16_000), { timeout: 15_000 })
    .toBeGreaterThan(0.9)

  await listenToPartner(page)
  const parts = [{ inlineData: { mimeType: 'audio/pcm;rate=24000', data: tone(440, 5) } }]
  live.send({ serverContent: { inputTranscription: { text: 'お世話になっております' } } })
  live.send({ serverContent: { outputTranscription: { text: 'はい、どうぞ' }, modelTurn: { parts } } })
  await expect.poll(() => partnerLevel(page)).toBeGreaterThan(0.1)
  await expect.poll(() => partnerPitchHz(page)).toBeCloseTo(440, -2)
  await expect(page.locator('[data-testid=transcript] [data-role=user]')).toContainText(
    'お世話になっております',
  )
  await expect(page.locator('[data-testid=transcript] [data-role=partner]')).toContainText('はい、どうぞ')

  // Somebody has to interrupt: after an interruption while nobody speaks the model would be asked to go on.
  const typed = live.message('clientContent')
  await typeLine(page, 'ちょっと待ってください')
  await typed
  live.send({ serverContent: { interrupted: true } })
  live.send({ serverContent: { turnComplete: true } })
  // Four of five seconds were still to come.
  await expect.poll(() => partnerLevel(page), { timeout: 1_500 }).toBeLessThan(0.01)

  await page.getByTestId('talk-end').click()
  await expect(state(page, 'ended')).toBeVisible()
  await live.closed
  expect(server.log.join('\n')).not.toContain(API_KEY)
})

test('a wrong key ends the talk with words for a person, and never shows the key', async ({
  page,
  startServer,
}) => {
  await using service = await FakeLiveServer.listen()
  const server = await startServer({ GEMINI_API_KEY: API_KEY, GEMINI_BASE_URL: service.baseUrl })
  const live = await startTalk(page, service, server.url)
  live.socket.close(1007, `API key not valid. Please pass a valid API key. ${API_KEY}`)
  await expect(state(page, 'ended')).toContainText(ja.endReason.partnerRefused.body, { timeout: 10_000 })
  expect(await page.content()).not.toContain(API_KEY)
  expect(server.log.join('\n')).not.toContain(API_KEY)
})

test('a service that cannot be reached ends the talk within 10 s', async ({ page, startServer }) => {
  const server = await startServer({ GEMINI_API_KEY: API_KEY, GEMINI_BASE_URL: 'http://127.0.0.1:9' })
  await page.goto(`${server.url}/talk/it-manager-sato?lang=ja`)
  await page.getByTestId('talk-start').click()
  await expect(state(page, 'ended')).toContainText(ja.endReason.partnerUnavailable.body, { timeout: 10_000 })
})
