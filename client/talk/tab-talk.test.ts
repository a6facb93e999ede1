import { beforeEach, expect, test } from 'vitest'
import type { KeptTalk } from '../sdk/kept-talk.ts'
import { TabTalk } from './tab-talk.ts'

const kept: KeptTalk = {
  scenarioId: 'sales',
  talkId: 't1',
  lastEventId: 't1.key.7',
  transport: 'webrtc',
  muted: false,
  elapsedMs: 60_000,
}

let nowMs: number
let stored: Map<string, string>
let tab: TabTalk
beforeEach(() => {
  nowMs = 1_000_000
  stored = new Map()
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  }
  tab = new TabTalk(storage, () => nowMs)
})

test('the next page takes the talk once, with the time that has passed', () => {
  tab.keep(kept)
  nowMs += 700
  expect(tab.take('sales')).toMatchObject({ ...kept, elapsedMs: 60_700 })
  expect(tab.take('sales')).toBeUndefined()
  expect(stored.size).toBe(0)
})

test('another scenario’s page leaves it where it is', () => {
  tab.keep(kept)
  expect(tab.take('interview')).toBeUndefined()
  expect(tab.peek()).toMatchObject({ talkId: 't1', leftForMs: 10_000 })
})

test('what the server has given up is not taken', () => {
  tab.keep(kept)
  nowMs += 10_000
  expect(tab.peek()).toBeUndefined()
  expect(tab.take('sales')).toBeUndefined()
})

test('a browser that stores nothing, and a value that is none, are no trouble', () => {
  const refuse = () => {
    throw new Error('denied')
  }
  const denied = new TabTalk({ getItem: refuse, setItem: refuse, removeItem: refuse })
  denied.keep(kept)
  expect(denied.peek()).toBeUndefined()
  tab.keep(kept)
  for (const key of stored.keys()) stored.set(key, '{')
  expect(tab.peek()).toBeUndefined()
})
