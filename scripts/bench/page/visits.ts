import type { Page } from '@playwright/test'
import { seriousFindings } from '../../../client/e2e/page-check.ts'
import { answersFor, done } from '../../../client/e2e/review-answers.ts'
import { manyTalks, scenarios, talkIn, trendsOf } from '../../../client/e2e/review-data.ts'
import { serveRecording } from '../../../client/e2e/stubbed-recording.ts'
import { type Answers, StubbedServer } from '../../../client/e2e/stubbed-server.ts'
import { type Measurement, quantile } from '../measurement.ts'
import { inFreshPage, type PageBench, settled, slowDown } from './bench-page.ts'
import { type PageLoad, readPageLoad } from './page-load.ts'

const VISITS = 3
const SLOWDOWN = 4

interface VisitedPage {
  name: string
  path: string
  /** A selector of what the page is for. */
  ready: string
  /** What the server says of talks that nobody has held. Absent where the real one answers. */
  answers?: Answers
}

const talk = talkIn('en')
const talks = manyTalks(20)

const pages: VisitedPage[] = [
  { name: 'start', path: '/', ready: '[data-testid^=scenario-]' },
  { name: 'talk', path: '/talk/price-negotiation-carter', ready: '[data-testid=talk-start]' },
  {
    name: 'review',
    path: `/talks/${talk.id}`,
    ready: '.recharts-bar-rectangle',
    answers: answersFor(talk, done(talk, 'en')),
  },
  {
    name: 'history',
    path: '/talks',
    ready: '.recharts-line-curve',
    answers: {
      'scenario.list': () => scenarios,
      'feedback.trend': () => trendsOf(talks),
      'talk.list': () => ({ items: talks }),
    },
  },
  { name: 'editor', path: '/scenarios/new', ready: '[data-testid=scenario-save]' },
]

interface Visit extends PageLoad {
  seriousFindings: number
  consoleErrors: number
}

/** What Lighthouse looks at, on each page at a first visit by a slow device; the network is this machine's. */
export async function measureVisits(bench: PageBench): Promise<Measurement[]> {
  const measurements: Measurement[] = []
  for (const each of pages) {
    const visits: Visit[] = []
    for (let visit = 0; visit < VISITS; visit++) {
      visits.push(await inFreshPage(bench, (page) => visitPage(page, bench.url, each)))
    }
    measurements.push(...summary(each.name, visits))
  }
  return measurements
}

async function visitPage(page: Page, url: string, { path, ready, answers }: VisitedPage): Promise<Visit> {
  let consoleErrors = 0
  page.on('console', (message) => {
    if (message.type() !== 'error') return
    consoleErrors += 1
    process.stderr.write(`${path}: ${message.text()}\n`)
  })
  page.on('pageerror', (error) => {
    consoleErrors += 1
    process.stderr.write(`${path}: ${error.message}\n`)
  })
  if (answers) {
    await StubbedServer.under(page, answers)
    await serveRecording(page, talk.turns)
  }
  await slowDown(page, SLOWDOWN)
  await page.goto(`${url}${path}?lang=en`)
  await page.locator(ready).first().waitFor()
  await settled(page)
  const load = await readPageLoad(page)
  await slowDown(page, 1)
  const findings = await seriousFindings(page)
  for (const { id } of findings) process.stderr.write(`${path}: ${id}\n`)
  return { ...load, seriousFindings: findings.length, consoleErrors }
}

function summary(name: string, visits: readonly Visit[]): Measurement[] {
  const p50 = (pick: (visit: Visit) => number) => quantile(visits.map(pick), 0.5)
  const most = (pick: (visit: Visit) => number) => Math.max(...visits.map(pick))
  const slow = `${name}, CPU ${SLOWDOWN}x slower`
  return [
    { name: `${slow}: first contentful paint p50`, value: p50((visit) => visit.firstPaintMs), unit: 'ms' },
    {
      name: `${slow}: largest contentful paint p50`,
      value: p50((visit) => visit.largestPaintMs),
      unit: 'ms',
    },
    { name: `${slow}: total blocking time p50`, value: p50((visit) => visit.blockingMs), unit: 'ms' },
    { name: `${name}: cumulative layout shift, max`, value: most((visit) => visit.layoutShift), unit: '' },
    { name: `${name}: script transferred`, value: p50((visit) => visit.scriptKilobytes), unit: 'kB' },
    {
      name: `${name}: serious findings of axe`,
      value: most((visit) => visit.seriousFindings),
      unit: '',
      target: { atMost: 0 },
    },
    {
      name: `${name}: errors in the console`,
      value: most((visit) => visit.consoleErrors),
      unit: '',
      target: { atMost: 0 },
    },
  ]
}
