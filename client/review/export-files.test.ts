import { expect, test } from 'vitest'
import { exportName, jsonExport, type ShownTalk } from './export-files.ts'

const talk: ShownTalk = {
  id: 't1',
  scenarioId: 'it-manager-sato',
  state: 'ended',
  startedAt: new Date('2026-11-22T10:00:00Z'),
  turnCount: 1,
  turns: [{ id: 'u1', role: 'user', text: 'こんにちは', startMs: 0, endMs: 900 }],
}

test('a file is named after the day and the scenario', () => {
  expect(exportName(talk, 'md')).toBe('live-talk-2026-11-22-it-manager-sato.md')
})

test('a name from elsewhere becomes a safe one', () => {
  expect(exportName({ ...talk, scenarioId: '../x y' }, 'json')).toBe('live-talk-2026-11-22----x-y.json')
})

test('the JSON has the talk whole, with its words', () => {
  const read: unknown = JSON.parse(jsonExport(talk, undefined))
  expect(read).toEqual({ talk: { ...talk, startedAt: '2026-11-22T10:00:00.000Z' } })
})
