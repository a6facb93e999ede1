import { ja } from '../i18n/ja.ts'
import { expect, japaneseSpeech, test, withMicrophone } from './fixtures.ts'
import { expectAccessible, takePicture } from './page-check.ts'
import { hangUp, talkState } from './talk-page.ts'

test.use(withMicrophone(japaneseSpeech))

test('who has a token signs in, talks, hears the recording, and signs out', async ({
  context,
  page,
  startServer,
}) => {
  test.setTimeout(90_000)
  const env = { PARTNER: 'built-in', AUTH_MODE: 'token', AUTH_TOKENS: 'hana:token-of-hana' }
  const { url } = await startServer(env)
  await page.goto(`${url}/talk/it-manager-sato?lang=ja`)
  await page.getByTestId('sign-in-token').fill('token-of-nobody')
  await page.getByTestId('sign-in').click()
  await expect(page.getByText(ja.signIn.wrong)).toBeVisible()
  await expectAccessible(page)
  await takePicture(page, 'sign-in-ja-1280')
  await page.getByTestId('sign-in-token').fill('token-of-hana')
  await page.getByTestId('sign-in').click()

  await page.getByTestId('talk-start').click()
  await talkState(page, 'live').waitFor()
  await expect(page.locator('[data-testid=transcript] [data-role]').first()).toBeVisible({ timeout: 20_000 })
  await hangUp(page)
  await page.goto(`${url}/talks?lang=ja`)
  await page.locator('[data-testid^=talk-]').first().getByRole('link').click()
  const recording = page.getByTestId('recording')
  await expect(recording).toBeAttached({ timeout: 30_000 })
  await page.getByTestId('player-toggle').click()
  await expect
    .poll(() => recording.evaluate((audio: HTMLAudioElement) => audio.currentTime))
    .toBeGreaterThan(0.3)

  await page.getByTestId('sign-out').click()
  await expect(page.getByTestId('sign-in')).toBeVisible()
  expect(await context.cookies()).toEqual([])
  await context.close()
})
