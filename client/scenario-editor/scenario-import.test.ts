import { expect, it } from 'vitest'
import { newDraft } from './draft.ts'
import { MAX_FILE_BYTES, textOf } from './file-text.ts'
import { scenarioFile } from './scenario-export.ts'
import { idFor, newScenarioId } from './scenario-id.ts'
import { readScenarioFile } from './scenario-import.ts'

const scenario = {
  ...newDraft('own-one', 'ja-JP', [
    { key: 'close', label: '約束', good: '次の約束をしている。', weight: 10 },
  ]),
  title: '値上げのお願い：A/B「本番」',
  minutes: 5,
  rubric: [{ key: 'close', label: '約束', good: '次の約束をしている。', weight: 10 }],
}

it('a scenario comes back from its file as it was', () => {
  const { text } = scenarioFile({ ...scenario, isOwn: true })
  expect(readScenarioFile(text)).toEqual({ scenario })
  expect(text).not.toContain('isOwn')
})

it.each([
  ['値上げのお願い：A/B「本番」', '値上げのお願い：A B「本番」.json'],
  ['../../etc/passwd', 'etc passwd.json'],
  ['...', 'own-one.json'],
  ['x'.repeat(120), `${'x'.repeat(60)}.json`],
])('the file of %j is called %j', (title, name) => {
  expect(scenarioFile({ ...scenario, title }).name).toBe(name)
})

it.each(['', 'not JSON', '{"title":'])('%j is no JSON', (text) => {
  expect(readScenarioFile(text)).toEqual({ problem: { kind: 'notJson' } })
})

it.each(['null', '[]', '7', '{}', '{"name":"live-talk","version":"1"}'])('%s is no scenario', (text) => {
  expect(readScenarioFile(text)).toEqual({ problem: { kind: 'notScenario', fields: [] } })
})

it('what is wrong in a scenario is named', () => {
  const wrong = {
    ...scenario,
    minutes: 'five',
    partner: { name: 'A', role: 'B' },
    rubric: [...scenario.rubric, ...scenario.rubric],
  }
  expect(readScenarioFile(JSON.stringify(wrong))).toEqual({
    problem: { kind: 'notScenario', fields: ['minutes', 'partner.persona'] },
  })
  const twice = { ...wrong, minutes: 5, partner: scenario.partner }
  expect(readScenarioFile(JSON.stringify(twice))).toEqual({
    problem: { kind: 'notScenario', fields: ['rubric.1.key'] },
  })
})

it('a file that is too large is not even read', async () => {
  expect(await textOf(new Blob(['{}']))).toBe('{}')
  expect(await textOf(new Blob(['あ'.repeat(MAX_FILE_BYTES / 3 + 1)]))).toBeNull()
  expect(readScenarioFile(null)).toEqual({ problem: { kind: 'tooLarge' } })
})

it('a file keeps its id unless a scenario has it, or it is not known which ids are taken', () => {
  expect(idFor('own-one', new Set(['other']))).toBe('own-one')
  for (const taken of [new Set(['own-one']), undefined]) {
    expect(idFor('own-one', taken)).toMatch(/^own-[a-z0-9]{10}$/)
  }
  expect(new Set(Array.from({ length: 100 }, newScenarioId)).size).toBe(100)
})
