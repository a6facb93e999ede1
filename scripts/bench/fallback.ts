import type { Browser } from '@playwright/test'
import { silence } from '../../client/e2e/fixtures.ts'
import { PageNetwork } from '../../client/e2e/page-network.ts'
import { PartnerEar } from '../../client/e2e/partner-ear.ts'
import { ScriptedPartner, speak } from '../../client/e2e/scripted-partner.ts'
import { SpawnedServer } from '../../server/testing/spawned-server.ts'
import { launchChromium } from '../launch-chromium.ts'
import { buildPageIfStale } from '../page-build.ts'
import { type Measurement, quantile } from './measurement.ts'

const ROUNDS = 10
const SECONDS_OF_VOICE = 20
/** The network changes in the middle of a talk, not of its making. */
const TALK_BEFORE_CHANGE_MS = 1_000
const CHANGE_SPAN_MS = 5_000
/** What the page still has in its buffers when the way to it breaks is not the new way's. */
const BUFFERED_MS = 500

/** A talk in a page, whose network is in our hands. */
interface Round {
  ear: PartnerEar
  network: PageNetwork
  /** Taps on start; the partner begins to speak. */
  start: () => Promise<void>
}

/**
 * How long a person hears nothing when the way to them breaks, in a real page whose UDP runs through a link: where
 * that lets nothing through from the beginning, where it is cut in mid-talk, and where the network becomes another
 * one, with the page told of it and without. By the page's own clock.
 */
export async function benchFallback(): Promise<Measurement[]> {
  await buildPageIfStale()
  await using partner = await ScriptedPartner.listen()
  await using server = await SpawnedServer.start(partner.settings)
  const browser = await launchChromium({ microphone: silence() })
  const blocked: number[] = []
  const cut: number[] = []
  const changed: number[] = []
  const changedUntold: number[] = []
  const measured = (measure: (round: Round) => Promise<number>) =>
    oneTalk({ browser, partner, url: server.url, measure })
  try {
    for (let i = 0; i < ROUNDS; i++) {
      blocked.push(await measured(soundAfterClick))
      cut.push(await measured(soundAfterCut))
      changed.push(await measured((round) => gapOverChange(round, { pageIsTold: true })))
      changedUntold.push(await measured((round) => gapOverChange(round, { pageIsTold: false })))
    }
  } finally {
    await browser.close()
  }
  const p50 = (name: string, values: number[]) => ({ name, value: quantile(values, 0.5), unit: 'ms' })
  const p95 = (name: string, values: number[], target?: { atMost: number }) => ({
    ...{ name, value: quantile(values, 0.95), unit: 'ms' },
    ...(target ? { target } : {}),
  })
  return [
    p50('UDP blocked: click to sound p50', blocked),
    p95('UDP blocked: click to sound p95', blocked, { atMost: 4_000 }),
    p50('UDP cut in mid-talk to sound p50', cut),
    p95('UDP cut in mid-talk to sound p95', cut, { atMost: 4_000 }),
    p50('gap over a change of address p50', changed),
    // Of 10 rounds, the 95th percentile is the longest.
    p95('gap over a change of address p95', changed, { atMost: 2_000 }),
    p50('gap over a change that nobody tells of p50', changedUntold),
    p95('gap over a change that nobody tells of p95', changedUntold),
  ]
}

async function oneTalk(options: {
  browser: Browser
  partner: ScriptedPartner
  url: string
  measure: (round: Round) => Promise<number>
}): Promise<number> {
  const context = await options.browser.newContext({ permissions: ['microphone'] })
  try {
    const page = await context.newPage()
    const ear = await PartnerEar.in(page)
    await using network = await PageNetwork.under(page)
    const start = async () => {
      const live = await options.partner.called(page, options.url)
      speak(live, SECONDS_OF_VOICE, 'もしもし')
    }
    return await options.measure({ ear, network, start })
  } finally {
    await context.close()
  }
}

async function soundAfterClick({ ear, network, start }: Round): Promise<number> {
  await network.cut()
  await start()
  return (await ear.hears()) - (await ear.clickedAt())
}

async function soundAfterCut({ ear, network, start }: Round): Promise<number> {
  await start()
  await ear.hears()
  const cutMs = await network.cut()
  return (await ear.hears(cutMs + BUFFERED_MS)) - cutMs
}

async function gapOverChange({ ear, network, start }: Round, told: { pageIsTold: boolean }): Promise<number> {
  await start()
  await ear.passes((await ear.hears()) + TALK_BEFORE_CHANGE_MS)
  const changedMs = await network.change(told)
  await ear.passes(changedMs + CHANGE_SPAN_MS)
  return ear.longestGap(changedMs, changedMs + CHANGE_SPAN_MS)
}
