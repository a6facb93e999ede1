import type { Page } from '@playwright/test'

/** How a page came up, in the words of https://web.dev/articles/vitals. */
export interface PageLoad {
  firstPaintMs: number
  largestPaintMs: number
  /** What tasks took beyond 50 ms each, from the first paint on. */
  blockingMs: number
  /** All shifts together: at least as much as the worst window of them, which is what is usually told. */
  layoutShift: number
  /** As it came over the network, headers included. */
  scriptKilobytes: number
}

export function readPageLoad(page: Page): Promise<PageLoad> {
  return page.evaluate(async () => {
    const FREE_TASK_MS = 50
    /** The browser keeps these for observers alone. */
    const entriesOf = <Entry extends PerformanceEntry>(type: string) =>
      new Promise<Entry[]>((resolve) => {
        const observer = new PerformanceObserver((list) => {
          observer.disconnect()
          // What is of that type has these members.
          resolve(list.getEntries() as Entry[])
        })
        observer.observe({ type, buffered: true })
        // Of a type that there is none of, nothing is told.
        setTimeout(() => resolve([]), 500)
      })
    const firstPaintMs = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN
    const [largest, tasks, shifts] = await Promise.all([
      entriesOf('largest-contentful-paint'),
      entriesOf('longtask'),
      entriesOf<PerformanceEntry & { value: number; hadRecentInput: boolean }>('layout-shift'),
    ])
    const scripts = performance
      .getEntriesByType('resource')
      .filter(({ name }) => name.endsWith('.js'))
      // Of that type, it is one.
      .map((entry) => entry as PerformanceResourceTiming)
    const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
    return {
      firstPaintMs,
      largestPaintMs: largest.at(-1)?.startTime ?? Number.NaN,
      blockingMs: sum(
        tasks
          .filter(({ startTime }) => startTime >= firstPaintMs)
          .map(({ duration }) => duration - FREE_TASK_MS),
      ),
      layoutShift: sum(shifts.filter(({ hadRecentInput }) => !hadRecentInput).map(({ value }) => value)),
      scriptKilobytes: sum(scripts.map(({ transferSize }) => transferSize)) / 1000,
    }
  })
}
