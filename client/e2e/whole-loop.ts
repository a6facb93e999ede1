import type { Page } from '@playwright/test'
import type { Catalogue } from '../i18n/en.ts'
import { activeTalks, expect } from './fixtures.ts'
import { expectAccessible, expectNoSidewaysScroll, takePicture } from './page-check.ts'
import { listenToPartner, openMicrophones, partnerLevel } from './page-sound.ts'
import { status } from './review-answers.ts'
import { hangUp, talkState, typeLine } from './talk-page.ts'

/** Above the noise of any codec, below any speech: RMS of full scale. */
const AUDIBLE = 0.02

export interface Loop {
  page: Page
  url: string
  lang: 'ja' | 'en'
  words: Catalogue
  scenarioId: string
  /** What stands where somebody spoke to the built-in partner. */
  speech: string
  /** What the partner says, in its script. */
  spoken: RegExp
  /** Typed after the spoken words, which the built-in coach cannot read: so it has something to quote. */
  lines: readonly string[]
}

/** The page as it stands keeps nobody out, at that width; and a picture of it. */
export async function look({ page, lang }: Loop, name: string, width: number): Promise<void> {
  await page.setViewportSize({ width, height: width < 600 ? 844 : 860 })
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  await takePicture(page, `loop-${name}-${lang}-${width}`)
}

/**
 * From the cards to the end of a talk, in which both sides are heard and can be read; the talk and its end are looked at
 * in the other width too. Call `watchMicrophones` before.
 */
export async function chooseAndTalk(loop: Loop, width: number, otherWidth: number): Promise<void> {
  const { page, words } = loop
  const captions = (role: 'user' | 'partner') => page.locator(`[data-testid=transcript] [data-role=${role}]`)
  const card = page.getByTestId(`scenario-${loop.scenarioId}`)
  await expect(card).toBeVisible()
  await look(loop, 'start', width)
  await card.click()
  await expectReady(loop)
  expect(await page.evaluate(() => window.microphones?.length)).toBe(0)
  expect(await activeTalks(loop.url)).toBe(0)
  await look(loop, 'ready', width)

  await page.getByTestId('talk-start').click()
  await expect(talkState(page, 'live')).toBeVisible()
  const badge = page.getByTestId('network-badge')
  await expect(badge).toHaveAttribute('data-quality', 'good')
  await expect(badge).toHaveAttribute('data-transport', 'webrtc')
  await expect(badge).toContainText(words.network.good)
  await expect(badge).toContainText(words.network.webrtc)
  await expect(badge).toHaveAttribute('title', /\d+ (ミリ秒|ms)/)
  await listenToPartner(page)
  await expect.poll(() => partnerLevel(page), { timeout: 15_000 }).toBeGreaterThan(AUDIBLE)
  await expect(captions('user').first()).toContainText(loop.speech, { timeout: 15_000 })
  await expect(captions('partner').first()).toHaveText(loop.spoken, { timeout: 15_000 })
  for (const line of loop.lines) {
    await typeLine(page, line, words)
    const typed = captions('user').filter({ hasText: line })
    await expect(typed).toHaveCount(1)
    const answer = typed.locator('xpath=following-sibling::*[@data-role="partner"]')
    await expect(answer.first()).toHaveText(loop.spoken, { timeout: 15_000 })
  }
  await look(loop, 'talk', otherWidth)
  await look(loop, 'talk', width)

  await hangUp(page)
  await expect.poll(() => openMicrophones(page)).toBe(0)
  await look(loop, 'end', otherWidth)
  await look(loop, 'end', width)
}

/** From the end of a talk to its score and its sound. @returns the score, as it is shown */
export async function review(loop: Loop, width: number): Promise<string> {
  const { page } = loop
  await page.getByTestId('talk-review').click()
  await expect(status(page, 'done')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByTestId('feedback-score')).toHaveText(/^\d+$/)
  await expect(page.getByTestId('transcript').locator('[data-role=partner]').first()).toBeVisible()
  const recording = page.getByTestId('recording')
  await expect(recording).toBeAttached({ timeout: 30_000 })
  await expect(page.getByTestId('waveform').locator('canvas').first()).toBeAttached()
  const position = () => recording.evaluate((audio: HTMLAudioElement) => audio.currentTime)
  await page.getByTestId('player-toggle').click()
  await expect.poll(position).toBeGreaterThan(0.5)

  const quote = page.getByTestId('quote').first()
  const shownTime = /(\d+):(\d\d)$/.exec(await quote.innerText())
  const quotedAt = Number(shownTime?.[1]) * 60 + Number(shownTime?.[2])
  // From the end of the sound, which no playing on would ever lead back from.
  const end = await recording.evaluate((audio: HTMLAudioElement) => {
    audio.pause()
    audio.currentTime = audio.duration
    return audio.duration
  })
  expect(quotedAt).toBeLessThan(end - 1)
  await quote.click()
  await expect.poll(position).toBeLessThan(end - 1)
  expect(await position()).toBeGreaterThanOrEqual(quotedAt)
  await look(loop, 'review', width)
  return page.getByTestId('feedback-score').innerText()
}

/** From the review to the next try, and to the talk among the others. */
export async function tryAgainAndLookBack(loop: Loop, score: string, width: number): Promise<void> {
  const { page, words } = loop
  await page.getByTestId('try-again').click()
  await expect(page).toHaveURL(new RegExp(`/talk/${loop.scenarioId}`))
  await expect(page.getByTestId('talk-start')).toBeVisible()
  await page.getByRole('link', { name: words.header.history }).click()
  await expectTalkWith(loop, score)
  await look(loop, 'history', width)
}

/**
 * The pages before a talk at another width, without another talk. Its review and the history are looked at in each width
 * by specs of their own, with more in them.
 */
export async function lookAgain(loop: Loop, score: string, width: number): Promise<void> {
  const { page, url, lang } = loop
  await page.goto(`${url}/?lang=${lang}`)
  await expect(page.getByTestId(`scenario-${loop.scenarioId}`)).toContainText(score)
  await look(loop, 'start', width)
  await page.goto(`${url}/talk/${loop.scenarioId}?lang=${lang}`)
  await expectReady(loop)
  await look(loop, 'ready', width)
}

/** On an open network. */
async function expectReady({ page, words }: Loop): Promise<void> {
  const path = page.getByTestId('path-check')
  await expect(path).toHaveAttribute('data-path', 'direct')
  await expect(path).toHaveText(words.path.direct)
}

async function expectTalkWith({ page, words }: Loop, score: string): Promise<void> {
  const talk = page.locator('[data-testid^=talk-]').first()
  await expect(talk).toContainText(words.history.score)
  await expect(talk).toContainText(score)
}
