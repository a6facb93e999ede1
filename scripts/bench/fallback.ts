import type { Browser, Page } from '@playwright/test'
import { silence } from '../../client/e2e/fixtures.ts'
import { blockUdp, cutConnections, PartnerEar, watchConnections } from '../../client/e2e/partner-ear.ts'
import { base64FromPcm } from '../../server/audio/pcm.ts'
import { FakeLiveServer } from '../../server/testing/fake-live-server.ts'
import { SpawnedServer } from '../../server/testing/spawned-server.ts'
import { launchChromium } from '../launch-chromium.ts'
import { buildPageIfStale } from '../page-build.ts'
import { type Measurement, quantile } from './measurement.ts'

const ROUNDS = 10
const SECONDS_OF_VOICE = 20
const RESTART_SPAN_MS = 5_000

/**
 * How long a person hears nothing when the way to them breaks, in a real page: where no UDP gets through from
 * the beginning, where the connection is cut in mid-talk, and over an ICE restart. By the page's own clock.
 */
export async function benchFallback(): Promise<Measurement[]> {
  await buildPageIfStale()
  await using service = await FakeLiveServer.listen()
  await using server = await SpawnedServer.start({ GEMINI_API_KEY: 'key', GEMINI_BASE_URL: service.baseUrl })
  const browser = await launchChromium({ microphone: silence() })
  const blocked: number[] = []
  const cut: number[] = []
  const restarted: number[] = []
  const round = (
    prepare: (page: Page) => Promise<void>,
    measure: (page: Page, ear: PartnerEar) => Promise<number>,
  ) => oneTalk({ browser, service, url: server.url, prepare, measure })
  try {
    for (let i = 0; i < ROUNDS; i++) {
      blocked.push(await round(blockUdp, soundAfterClick))
      cut.push(await round(watchConnections, soundAfterCut))
      restarted.push(await round(watchConnections, gapOverRestart))
    }
  } finally {
    await browser.close()
  }
  return [
    { name: 'UDP blocked: click to sound p50', value: quantile(blocked, 0.5), unit: 'ms' },
    {
      name: 'UDP blocked: click to sound p95',
      value: quantile(blocked, 0.95),
      unit: 'ms',
      target: { atMost: 4_000 },
    },
    {
      name: 'cut in mid-talk to sound p95',
      value: quantile(cut, 0.95),
      unit: 'ms',
      target: { atMost: 4_000 },
    },
    { name: 'gap over an ICE restart p50', value: quantile(restarted, 0.5), unit: 'ms' },
    {
      name: 'gap over an ICE restart, longest',
      value: Math.max(...restarted),
      unit: 'ms',
      target: { atMost: 2_000 },
    },
  ]
}

async function oneTalk(options: {
  browser: Browser
  service: FakeLiveServer
  url: string
  prepare: (page: Page) => Promise<void>
  measure: (page: Page, ear: PartnerEar) => Promise<number>
}): Promise<number> {
  const context = await options.browser.newContext({ permissions: ['microphone'] })
  try {
    const page = await context.newPage()
    const ear = await PartnerEar.in(page)
    await options.prepare(page)
    const connecting = options.service.nextConnection()
    await page.goto(`${options.url}/talk/it-manager-sato?lang=ja`)
    await page.getByTestId('talk-start').click()
    const live = await connecting
    await live.message('setup')
    live.send({ setupComplete: {} })
    live.send({ serverContent: { modelTurn: { parts: [tone()] } } })
    return await options.measure(page, ear)
  } finally {
    await context.close()
  }
}

function tone(): { inlineData: { mimeType: string; data: string } } {
  const samples = Int16Array.from({ length: 24_000 * SECONDS_OF_VOICE }, (_, i) =>
    Math.round(12_000 * Math.sin((2 * Math.PI * 440 * i) / 24_000)),
  )
  return { inlineData: { mimeType: 'audio/pcm;rate=24000', data: base64FromPcm(samples) } }
}

async function soundAfterClick(page: Page, ear: PartnerEar): Promise<number> {
  return (await heardAfter(page, 0)) - (await ear.clickedAt())
}

async function soundAfterCut(page: Page): Promise<number> {
  await heardAfter(page, 0)
  const cutMs = await cutConnections(page)
  await page.locator('[data-testid=talk-state][data-transport=websocket]').waitFor()
  // What the page still had in its buffers is not the new way's.
  return (await heardAfter(page, cutMs + 1_000)) - cutMs
}

async function gapOverRestart(page: Page, ear: PartnerEar): Promise<number> {
  const fromMs = await heardAfter(page, 0)
  await page.evaluate(() => dispatchEvent(new Event('online')))
  const changedMs = await ear.now()
  await page.waitForFunction((untilMs) => performance.now() > untilMs, changedMs + RESTART_SPAN_MS)
  return ear.longestGap(Math.max(fromMs, changedMs), changedMs + RESTART_SPAN_MS)
}

async function heardAfter(page: Page, atMs: number): Promise<number> {
  const handle = await page.waitForFunction(
    (fromMs) => window.partnerEar?.heard.find((heard) => heard.atMs > fromMs && heard.level > 0.02)?.atMs,
    atMs,
    { polling: 20 },
  )
  return (await handle.jsonValue()) ?? Number.NaN
}
