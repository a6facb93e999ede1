import { en } from '../i18n/en.ts'
import { silence, withMicrophone } from './fixtures.ts'
import { answersFor, done } from './review-answers.ts'
import { longTalk } from './review-data.ts'
import { expect, test } from './served-page.ts'
import { StubbedServer } from './stubbed-server.ts'

test.use(withMicrophone(silence()))

test('an hour of captions is whole in the page, and its end is where the reader is led to', async ({
  page,
  pageUrl,
}) => {
  const talk = longTalk()
  await StubbedServer.under(page, {
    ...answersFor(talk, done(talk, 'ja')),
    'server.iceServers': () => [],
    'talk.connect': () => ({ id: 'event-1', data: { type: 'state', state: 'live' } }),
  })
  // As a page before this one has left it.
  await page.addInitScript(
    ({ scenarioId, talkId }) => {
      const way = { transport: 'webrtc', muted: false, elapsedMs: 3_600_000, lastEventId: 'event-0' }
      const left = { kept: { scenarioId, talkId, ...way }, leftAtMs: Date.now() }
      sessionStorage.setItem('live-talk.kept-talk', JSON.stringify(left))
    },
    { scenarioId: talk.scenarioId, talkId: talk.id },
  )
  await page.setViewportSize({ width: 1280, height: 860 })
  await page.goto(`${pageUrl}/talk/${talk.scenarioId}?lang=en`)

  const lines = page.getByTestId('transcript').locator('> [data-role]')
  await expect(lines).toHaveCount(talk.turns.length)
  await expect(lines.last()).toBeInViewport({ ratio: 1 })
  const toLatest = page.getByRole('button', { name: en.talk.toLatest })
  await expect(toLatest).toBeHidden()
  await expect(lines.first()).toContainText('（1）')
  expect(await lines.nth(-150).innerText()).toContain('（451）')

  await lines.first().scrollIntoViewIfNeeded()
  await expect(lines.first()).toBeInViewport()
  await toLatest.click()
  await expect(lines.last()).toBeInViewport({ ratio: 1 })
  await expect(toLatest).toBeHidden()
})
