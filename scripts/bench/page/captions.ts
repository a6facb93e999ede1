import type { Page } from '@playwright/test'
import { answersFor, done } from '../../../client/e2e/review-answers.ts'
import { longTalk } from '../../../client/e2e/review-data.ts'
import { serveNoRecording } from '../../../client/e2e/stubbed-recording.ts'
import { StubbedServer } from '../../../client/e2e/stubbed-server.ts'
import { talkState, tapStart } from '../../../client/e2e/talk-page.ts'
import type { Measurement } from '../measurement.ts'
import { inFreshPage, type PageBench, settled } from './bench-page.ts'
import { rememberTurns } from './remembered-turns.ts'
import { type ScrollFrames, scrollFrames } from './scroll-frames.ts'

/** An hour of lively talk. */
const TURNS = 700

/** The longest frame while an hour of captions is scrolled: in a talk that runs, and in its review. */
export async function measureCaptions(bench: PageBench): Promise<Measurement[]> {
  const talk = await inFreshPage(bench, (page) => inTalk(page, bench.url))
  const review = await inFreshPage(bench, (page) => inReview(page, bench.url))
  return [...measurements('talk', talk), ...measurements('review', review)]
}

function measurements(where: string, { longestGapMs, longFrames }: ScrollFrames): Measurement[] {
  const what = `${TURNS} captions scrolled in the ${where}`
  return [
    { name: `${what}: longest frame`, value: longestGapMs, unit: 'ms', target: { atMost: 50 } },
    { name: `${what}: long animation frames`, value: longFrames, unit: '' },
  ]
}

/** A talk that is live, with the partner speaking, and an hour behind it. */
async function inTalk(page: Page, url: string): Promise<ScrollFrames> {
  await rememberTurns(page, longTalk(TURNS).turns)
  await tapStart(page, url)
  await talkState(page, 'live').waitFor()
  await page.reload()
  await talkState(page, 'live').waitFor()
  await page
    .getByTestId('transcript')
    .locator('> li')
    .nth(TURNS - 1)
    .waitFor({ state: 'attached' })
  await settled(page)
  const frames = await scrollFrames(page)
  await page.getByTestId('talk-end').click()
  await talkState(page, 'ended').waitFor()
  return frames
}

async function inReview(page: Page, url: string): Promise<ScrollFrames> {
  const talk = longTalk(TURNS)
  await StubbedServer.under(page, answersFor(talk, done(talk, 'ja')))
  await serveNoRecording(page)
  await page.goto(`${url}/talks/${talk.id}?lang=ja`)
  await page.getByTestId('transcript').locator('> li').first().waitFor()
  await settled(page)
  // From its end, as in the talk.
  await page
    .getByTestId('transcript')
    .locator('..')
    .evaluate((element) => element.scrollTo(0, element.scrollHeight))
  return scrollFrames(page)
}
