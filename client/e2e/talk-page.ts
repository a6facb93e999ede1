import type { Locator, Page } from '@playwright/test'

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
