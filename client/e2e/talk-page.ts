import type { Locator, Page } from '@playwright/test'
import type { Catalogue } from '../i18n/en.ts'
import { ja } from '../i18n/ja.ts'

/** Opens a talk's page and taps on start. */
export async function tapStart(page: Page, serverUrl: string): Promise<void> {
  await page.goto(`${serverUrl}/talk/it-manager-sato?lang=ja`)
  await page.getByTestId('talk-start').click()
}

/** There once the call is in that state. */
export function talkState(page: Page, word: string): Locator {
  return page.locator(`[data-testid=talk-state][data-state=${word}]`)
}

/** `webrtc` or `websocket`. */
export function transportOf(page: Page): Promise<string | null> {
  return page.getByTestId('talk-state').getAttribute('data-transport')
}

/** Hangs up, and resolves when the call has ended. */
export async function hangUp(page: Page): Promise<void> {
  await page.getByTestId('talk-end').click()
  await talkState(page, 'ended').waitFor()
}

/** Says something in writing: by that the user has the floor, whatever the microphone hears. */
export async function typeLine(page: Page, text: string, words: Catalogue = ja): Promise<void> {
  const line = page.getByLabel(words.talk.say, { exact: true })
  await line.fill(text)
  await line.press('Enter')
}
