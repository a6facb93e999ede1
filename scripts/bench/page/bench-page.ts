import type { Browser, Page } from '@playwright/test'

/** As Lighthouse waits, for what a page does after it looks ready. */
const QUIET_MS = 1_000

/** Where a bench of the page runs. Both stay their owner's. */
export interface PageBench {
  browser: Browser
  /** Of a running server. */
  url: string
}

/** A page of its own, with nothing in its cache, that is gone afterwards. */
export async function inFreshPage<Result>(
  { browser }: PageBench,
  run: (page: Page) => Promise<Result>,
): Promise<Result> {
  const context = await browser.newContext({
    permissions: ['microphone'],
    viewport: { width: 1280, height: 860 },
  })
  try {
    return await run(await context.newPage())
  } finally {
    await context.close()
  }
}

/** From here on the page's processor is so many times slower; 4 is Lighthouse's middling phone. */
export async function slowDown(page: Page, rate: number): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate })
}

/** Resolves when nothing more is loaded, and what came last has been worked on. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.waitForTimeout(QUIET_MS)
}
