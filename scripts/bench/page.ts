import { silence } from '../../client/e2e/fixtures.ts'
import { SpawnedServer } from '../../server/testing/spawned-server.ts'
import { launchChromium } from '../launch-chromium.ts'
import { buildPageIfStale } from '../page-build.ts'
import type { Measurement } from './measurement.ts'
import { measureCaptions } from './page/captions.ts'
import { measureStart } from './page/start.ts'
import { measureVisits } from './page/visits.ts'

/**
 * What a person waits for in the page itself, as built and as the server sends it: until a talk can be started,
 * while an hour of captions is scrolled, and on each page what Lighthouse would look at.
 */
export async function benchPage(): Promise<Measurement[]> {
  await buildPageIfStale()
  await using server = await SpawnedServer.start({ PARTNER: 'built-in', LOG_LEVEL: 'info' })
  const browser = await launchChromium({ microphone: silence() })
  const bench = { browser, url: server.url }
  try {
    return [
      ...(await measureStart(bench)),
      ...(await measureCaptions(bench)),
      ...(await measureVisits(bench)),
    ]
  } finally {
    await browser.close()
  }
}
