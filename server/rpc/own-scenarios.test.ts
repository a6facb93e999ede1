import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Scenario } from '../../shared/scenario.ts'
import { builtInScenarios } from '../scenarios/index.ts'
import type { Store } from '../store/open-store.ts'
import { RealtimeClient } from '../testing/realtime-client.ts'
import { createRpcClient, type RpcClient } from '../testing/rpc-client.ts'
import { createTestApp } from '../testing/test-app.ts'
import { openAppStore } from '../testing/test-store.ts'

/** A server with its database, on a machine that has other things to do. */
const START_MS = 60_000

const [model] = builtInScenarios
if (!model) throw new Error('there are built-in scenarios')
const own = (fields: Partial<Scenario>): Scenario => ({ ...model, id: 'own-one', ...fields })

let store: Store
let app: Awaited<ReturnType<typeof createTestApp>>
let hana: ReturnType<typeof createRpcClient>
let ken: ReturnType<typeof createRpcClient>
beforeAll(async () => {
  store = await openAppStore()
  app = await createTestApp({
    store,
    env: { AUTH_MODE: 'token', AUTH_TOKENS: 'hana:token-of-hana,ken:token-of-ken' },
  })
  hana = createRpcClient(app.url, { token: 'token-of-hana' })
  ken = createRpcClient(app.url, { token: 'token-of-ken' })
}, START_MS)
afterAll(async () => {
  await hana[Symbol.asyncDispose]()
  await ken[Symbol.asyncDispose]()
  await app.close()
  await store[Symbol.asyncDispose]()
})

const ownIds = async ({ scenario }: RpcClient) =>
  (await scenario.list.query()).filter(({ isOwn }) => isOwn).map(({ id }) => id)

/** A talk of Hana's in writing: one line each way, and the line still open. */
async function beginTalk(scenarioId: string) {
  const client = await new RealtimeClient(app.url, `scenario=${scenarioId}&token=token-of-hana`, []).opened()
  client.send({ text: 'こんにちは、お時間をありがとうございます' })
  await client.frame({ type: 'complete' })
  const [talk] = (await hana.rpc.talk.list.query({ scenarioId })).items
  if (!talk) throw new Error('the talk is listed')
  return {
    talkId: talk.id,
    async end() {
      client.socket.close()
      await client.closed
    },
  }
}

/** Once the coach has read it. */
async function criteriaOf(talkId: string) {
  const status = async () => hana.rpc.feedback.get.query({ talkId })
  await expect.poll(async () => (await status()).status, { timeout: 30_000 }).toBe('done')
  const done = await status()
  return done.status === 'done' ? done.result.criteria.map(({ key }) => key) : []
}

describe("a user's own scenario", () => {
  it('is listed, read with its persona, changed and removed by the one who wrote it', async () => {
    const saved = await hana.rpc.scenario.save.mutate({ scenario: own({ id: 'own-mine' }) })
    expect(saved).toMatchObject({ id: 'own-mine', isOwn: true, partner: { persona: model.partner.persona } })
    await hana.rpc.scenario.save.mutate({ scenario: own({ id: 'own-mine', title: '書き直した場面' }) })
    expect(await hana.rpc.scenario.get.query({ scenarioId: 'own-mine' })).toEqual({
      ...saved,
      title: '書き直した場面',
    })
    expect(await ownIds(hana.rpc)).toEqual(['own-mine'])
    await hana.rpc.scenario.remove.mutate({ scenarioId: 'own-mine' })
    expect(await ownIds(hana.rpc)).toEqual([])
    await expect(hana.rpc.scenario.get.query({ scenarioId: 'own-mine' })).rejects.toMatchObject({
      data: { reason: 'scenarioNotFound' },
    })
  })

  it('is neither shown to another user nor changed or removed by one', async () => {
    await hana.rpc.scenario.save.mutate({ scenario: own({ id: 'own-private', title: 'Hana' }) })
    expect(await ownIds(ken.rpc)).toEqual([])
    const refusal = { data: { reason: 'scenarioNotFound' } }
    const ofHana = { scenarioId: 'own-private' }
    await expect(ken.rpc.scenario.get.query(ofHana)).rejects.toMatchObject(refusal)
    await expect(ken.rpc.scenario.remove.mutate(ofHana)).rejects.toMatchObject(refusal)
    // Under the same id Ken only gets one of his own.
    await ken.rpc.scenario.save.mutate({ scenario: own({ id: 'own-private', title: 'Ken' }) })
    await ken.rpc.scenario.remove.mutate(ofHana)
    expect(await hana.rpc.scenario.get.query(ofHana)).toMatchObject({ title: 'Hana' })
    await hana.rpc.scenario.remove.mutate(ofHana)
  })

  it('takes no id of ours, and ours cannot be removed', async () => {
    const refusal = { data: { reason: 'notAllowed' } }
    await expect(hana.rpc.scenario.save.mutate({ scenario: model })).rejects.toMatchObject(refusal)
    await expect(hana.rpc.scenario.remove.mutate({ scenarioId: model.id })).rejects.toMatchObject(refusal)
  })

  it.each<[string, Partial<Scenario>, string]>([
    ['without a title', { title: '  ' }, 'badInput'],
    ['without a persona', { partner: { ...model.partner, persona: '' } }, 'badInput'],
    ['without criteria', { rubric: [] }, 'badInput'],
    [
      'with two criteria of one key',
      { rubric: model.rubric.map((each) => ({ ...each, key: 'same' })) },
      'badInput',
    ],
    ['with a goal that is too long', { goal: 'x'.repeat(301) }, 'tooLarge'],
    ['of more than an hour', { minutes: 61 }, 'tooLarge'],
  ])('is not taken %s', async (_, fields, reason) => {
    await expect(hana.rpc.scenario.save.mutate({ scenario: own(fields) })).rejects.toMatchObject({
      data: { reason },
    })
    expect(await ownIds(hana.rpc)).toEqual([])
  })

  it('is one of 200 at most, and those can still be changed', async () => {
    const save = (number: number, title: string) =>
      ken.rpc.scenario.save.mutate({ scenario: own({ id: `own-${number}`, title }) })
    const kept = Array.from({ length: 200 }, (_, number) => own({ id: `own-${number}` }))
    await Promise.all(kept.map((scenario) => store.scenarios.save('ken', scenario)))
    await expect(save(200, 'one too many')).rejects.toMatchObject({ data: { reason: 'tooLarge' } })
    expect(await save(7, 'changed')).toMatchObject({ title: 'changed' })
    // The limit is each user's.
    await hana.rpc.scenario.save.mutate({ scenario: own({ id: 'own-200' }) })
    await hana.rpc.scenario.remove.mutate({ scenarioId: 'own-200' })
  })
})

describe('a talk by an own scenario', () => {
  it('is answered by the built-in partner and judged as it began, though the scenario is changed meanwhile', async () => {
    const [first, second] = model.rubric
    if (!first || !second) throw new Error('there are two criteria')
    await hana.rpc.scenario.save.mutate({ scenario: own({ rubric: [first] }) })
    const talk = await beginTalk('own-one')
    await hana.rpc.scenario.save.mutate({ scenario: own({ rubric: [second], title: '変えた場面' }) })
    await talk.end()
    expect(await criteriaOf(talk.talkId)).toEqual([first.key])
    await hana.rpc.scenario.remove.mutate({ scenarioId: 'own-one' })
  })

  it('stays readable, and can be judged anew, when the scenario is removed', async () => {
    await hana.rpc.scenario.save.mutate({ scenario: own({ id: 'own-gone' }) })
    const { talkId, end } = await beginTalk('own-gone')
    await hana.rpc.scenario.remove.mutate({ scenarioId: 'own-gone' })
    await end()
    const judged = await criteriaOf(talkId)
    const kept = await hana.rpc.talk.get.query({ talkId })
    expect(kept).toMatchObject({ scenarioId: 'own-gone', turns: [{ role: 'user' }, { role: 'partner' }] })
    expect(kept.turns[1]?.text).toMatch(/[ぁ-ん]{2}/)
    await hana.rpc.feedback.request.mutate({ talkId })
    expect(await criteriaOf(talkId)).toEqual(judged)
    expect(await hana.rpc.feedback.trend.query({ scenarioId: 'own-gone' })).toMatchObject([
      { points: [{ talkId }] },
    ])
  })
})
