import { expect, test } from 'vitest'
import { PartnerWatch } from './partner-watch.ts'

const voice = new Int16Array(480).map((_, n) => Math.round(8_000 * Math.sin((n * Math.PI) / 24)))
const silence = new Int16Array(480)
const after = (nowMs: number) => ({ sinceMs: 1_000, silentForMs: 2_000, nowMs })

test('the partner has finished when they spoke and then were silent long enough', () => {
  const watch = new PartnerWatch()
  watch.hear(voice, 1_500)
  watch.hear(silence, 3_000)
  expect([watch.hasFinished(after(3_499)), watch.hasFinished(after(3_500))]).toEqual([false, true])
})

test('a partner who has not spoken since is not done, however silent', () => {
  const watch = new PartnerWatch()
  watch.hear(voice, 900)
  watch.hear(silence, 5_000)
  expect(watch.hasFinished(after(60_000))).toBe(false)
})
