import { afterAll, beforeAll, expect, it } from 'vitest'
import { EvaluationError, type Evaluator } from '../feedback/evaluator.ts'
import type { Store } from '../store/open-store.ts'
import { createRpcClient } from '../testing/rpc-client.ts'
import { createTestApp } from '../testing/test-app.ts'
import { openAppStore } from '../testing/test-store.ts'
import { evaluateTalk } from './job-kinds.ts'

let store: Store
beforeAll(async () => {
  store = await openAppStore()
})
afterAll(() => store[Symbol.asyncDispose]())

/** A service that is asked too often, and says for how long not to come. */
class BusyEvaluator implements Evaluator {
  asked = 0
  readonly #retryAfterMs: number | undefined

  constructor(retryAfterMs: number | undefined) {
    this.#retryAfterMs = retryAfterMs
  }

  async evaluate(): Promise<never> {
    this.asked++
    throw new EvaluationError('modelFailed', 'Busy.', { canRetry: true, retryAfterMs: this.#retryAfterMs })
  }
}

it.each([
  ['ten minutes', 600_000, 600_000],
  ['a day, which nobody waits for', 86_400_000, 3_600_000],
])(
  'a service that asks for %s is asked again when the user is told, and not before',
  async (_, asks, waitsMs) => {
    const evaluator = new BusyEvaluator(asks)
    await using app = await createTestApp({ store, evaluator })
    await using client = createRpcClient(app.url)
    const beganMs = Date.now()
    const form = new FormData()
    form.set('log', JSON.stringify([{ role: 'user', text: 'What matters most to you in this?' }]))
    const response = await fetch(`${app.url}/feedback`, { method: 'POST', body: form })
    const { id: talkId } = (await response.json()) as { id: string } // as contracted
    expect(response.status).toBe(502)
    const status = await client.rpc.feedback.get.query({ talkId })
    const retryAt = status.status === 'running' ? status.retryAt : undefined
    expect((retryAt?.getTime() ?? 0) - beganMs).toBeGreaterThanOrEqual(waitsMs)
    expect((retryAt?.getTime() ?? 0) - Date.now()).toBeLessThanOrEqual(waitsMs)
    const jobs = await store.jobs.list(evaluateTalk)
    expect(jobs.find(({ key }) => key === talkId)).toMatchObject({
      state: 'waiting',
      attempts: 1,
      dueAt: retryAt,
    })
    expect(evaluator.asked).toBe(1)
  },
)
