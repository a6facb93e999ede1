import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { activeTalks, expect, laterSpeech, test, withMicrophone } from './fixtures.ts'

test.use(withMicrophone(laterSpeech()))

declare global {
  interface Window {
    /** What `legacy-page.html` shows of itself to the test. */
    partner?: { level(): number; heardMs(): number }
  }
}

/** Where such a page comes from: not from this server, which has one of its own. */
async function serveOldPage() {
  const html = readFileSync(join(import.meta.dirname, 'legacy-page.html'))
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(html))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // Listening on TCP, so the address is an object.
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

test('a page that was written for the Flask service holds a whole talk and gets its feedback', async ({
  page,
  startServer,
}) => {
  await using oldPage = await serveOldPage()
  const { url } = await startServer({ PARTNER: 'built-in', ALLOWED_ORIGINS: oldPage.origin })
  await page.goto(`${oldPage.origin}/?server=${new URL(url).host}`)
  await page.click('#start')
  await expect(page.locator('#status')).toHaveText('open')

  const level = () => page.evaluate(() => window.partner?.level())
  await expect.poll(level, { timeout: 20_000, intervals: [100] }).toBeGreaterThan(0.01)
  const heardMs = () => page.evaluate(() => window.partner?.heardMs())
  // The user's second sentence may cut the first answer short.
  await expect.poll(heardMs, { timeout: 20_000 }).toBeGreaterThan(1_000)

  await page.click('#end')
  await expect(page.locator('#status')).toHaveText('feedback', { timeout: 30_000 })
  await expect(page.locator('#feedback :is(h1, h2)').first()).toBeVisible()
  await expect.poll(() => activeTalks(url)).toBe(0)
})
