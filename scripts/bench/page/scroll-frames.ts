import type { Page } from '@playwright/test'

const WHEEL_PX = 600
const WHEEL_TURNS = 110
const JUMPS = 24

export interface ScrollFrames {
  /** Between two animation frames. */
  longestGapMs: number
  /** What the browser itself counts as a long frame (more than 50 ms). */
  longFrames: number
}

/** Scrolls the transcript from where it is up to its beginning by the wheel, then to all places as by its bar. */
export async function scrollFrames(page: Page): Promise<ScrollFrames> {
  const scroller = page.getByTestId('transcript').locator('..')
  await scroller.hover()
  await page.evaluate(watchFrames)
  for (let turn = 0; turn < WHEEL_TURNS; turn++) await page.mouse.wheel(0, -WHEEL_PX)
  await scroller.evaluate(async (element, jumps) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    for (let jump = 1; jump <= jumps; jump++) {
      // By the golden ratio: far from each other, and the same places each time.
      element.scrollTop = ((jump * 0.618) % 1) * element.scrollHeight
      await frame()
      await frame()
    }
  }, JUMPS)
  const seen = await page.evaluate(() => window.scrollFrames?.())
  if (!seen) throw new Error('The page was reloaded while it was watched.')
  return seen
}

declare global {
  interface Window {
    /** Put there by `scrollFrames`, in benches alone: ends the watch. */
    scrollFrames?: () => ScrollFrames
  }
}

/** Runs in the page. */
function watchFrames(): void {
  const seen: ScrollFrames = { longestGapMs: 0, longFrames: 0 }
  const observer = new PerformanceObserver((list) => {
    seen.longFrames += list.getEntries().length
  })
  observer.observe({ type: 'long-animation-frame' })
  let before = performance.now()
  let handle = requestAnimationFrame(function next(now) {
    seen.longestGapMs = Math.max(seen.longestGapMs, now - before)
    before = now
    handle = requestAnimationFrame(next)
  })
  window.scrollFrames = () => {
    cancelAnimationFrame(handle)
    seen.longFrames += observer.takeRecords().length
    observer.disconnect()
    return seen
  }
}
