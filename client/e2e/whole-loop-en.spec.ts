import { en } from '../i18n/en.ts'
import { englishSpeech, expect, test, withMicrophone } from './fixtures.ts'
import { watchMicrophones } from './page-sound.ts'
import { chooseAndTalk, type Loop, look, lookAgain, review, tryAgainAndLookBack } from './whole-loop.ts'

test.use(withMicrophone(englishSpeech))

test('in English on a phone, who has a token signs in, talks, is judged, hears it again, and signs out', async ({
  context,
  page,
  startServer,
}) => {
  test.setTimeout(150_000)
  const env = { PARTNER: 'built-in', AUTH_MODE: 'token', AUTH_TOKENS: 'hana:token-of-hana' }
  const { url } = await startServer(env)
  const loop: Loop = {
    page,
    url,
    lang: 'en',
    words: en,
    scenarioId: 'price-negotiation-carter',
    speech: '(speech)',
    spoken: /[a-z]{3}/,
    lines: [
      'What does an hour that you save mean for your team today?',
      'I see, so your budget was cut this spring.',
      'Can we talk about a two year term next Thursday?',
    ],
  }
  await watchMicrophones(page)
  await page.goto(`${url}/?lang=en`)
  await page.getByTestId('sign-in-token').fill('token-of-nobody')
  await page.getByTestId('sign-in').click()
  await expect(page.getByText(en.signIn.wrong)).toBeVisible()
  await look(loop, 'sign-in', 390)
  await page.getByTestId('sign-in-token').fill('token-of-hana')
  await page.getByTestId('sign-in').click()

  await chooseAndTalk(loop, 390, 1280)
  const score = await review(loop, 390)
  await tryAgainAndLookBack(loop, score, 390)
  await lookAgain(loop, score, 1280)

  await page.getByTestId('sign-out').click()
  await expect(page.getByTestId('sign-in')).toBeVisible()
  expect(await context.cookies()).toEqual([])
})
