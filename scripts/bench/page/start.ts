import type { Page } from '@playwright/test'
import { type Measurement, quantile } from '../measurement.ts'
import { inFreshPage, type PageBench, slowDown } from './bench-page.ts'

const VISITS = 5
const SLOWDOWN = 4

/** From the navigation until a talk can be started, on a first visit by a slow device. */
export async function measureStart(bench: PageBench): Promise<Measurement[]> {
  const startableMs: number[] = []
  for (let visit = 0; visit < VISITS; visit++) {
    startableMs.push(await inFreshPage(bench, (page) => startable(page, bench.url)))
  }
  return [
    {
      name: `talk page startable, CPU ${SLOWDOWN}x slower, p50`,
      value: quantile(startableMs, 0.5),
      unit: 'ms',
    },
    {
      name: `talk page startable, CPU ${SLOWDOWN}x slower, max of ${VISITS}`,
      value: Math.max(...startableMs),
      unit: 'ms',
      target: { atMost: 1_500 },
    },
  ]
}

async function startable(page: Page, url: string): Promise<number> {
  await slowDown(page, SLOWDOWN)
  await page.addInitScript(() => {
    const observer = new MutationObserver(() => {
      if (!document.querySelector('[data-testid=talk-start]:enabled')) return
      observer.disconnect()
      // A task of its own after the next frame: then it is painted, and the page is free to hear a tap.
      requestAnimationFrame(() => {
        setTimeout(() => performance.mark('startable'))
      })
    })
    observer.observe(document, { subtree: true, childList: true, attributes: true })
  })
  await page.goto(`${url}/talk/price-negotiation-carter?lang=en`)
  const mark = await page.waitForFunction(() => performance.getEntriesByName('startable')[0]?.startTime)
  return (await mark.jsonValue()) ?? Number.NaN
}
