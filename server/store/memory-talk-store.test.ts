import { describe, expect, it } from 'vitest'
import type { TalkRecord } from '../../shared/talk.ts'
import { MemoryTalkStore } from './memory-talk-store.ts'

const record = (id: string, owner = 'hana'): TalkRecord => ({
  id,
  owner,
  scenarioId: 's',
  state: 'ended',
  startedAt: new Date(0),
  turnCount: 0,
  turns: [],
})

async function storeOf(...records: TalkRecord[]) {
  const store = new MemoryTalkStore()
  for (const each of records) await store.save(each)
  return store
}

describe('the talks in memory', () => {
  it('come page by page, newest first, each once', async () => {
    const store = await storeOf(...['1', '2', '3', '4', '5'].map((id) => record(id)))
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await store.list({}, { limit: 2, cursor })
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(seen).toEqual(['5', '4', '3', '2', '1'])
  })

  it('are shown to their owner alone where an owner is asked for', async () => {
    const store = await storeOf(record('1', 'hana'), record('2', 'ken'))
    expect((await store.list({ owner: 'ken' }, { limit: 10 })).items.map(({ id }) => id)).toEqual(['2'])
    expect(await store.get('1', { owner: 'ken' })).toBeUndefined()
    expect(await store.get('1', { owner: 'hana' })).toMatchObject({ id: '1' })
  })

  it('are never more than 1,000: the oldest go', async () => {
    const store = await storeOf(...Array.from({ length: 1_001 }, (_, i) => record(String(i))))
    expect(await store.get('0', {})).toBeUndefined()
    expect(await store.get('1', {})).toBeDefined()
  })

  it('cannot be changed from outside', async () => {
    const store = await storeOf(record('1'))
    const got = await store.get('1', {})
    got?.turns.push({ id: 't', role: 'user', text: 'x', startMs: 0, endMs: 0 })
    expect((await store.get('1', {}))?.turns).toEqual([])
  })
})
