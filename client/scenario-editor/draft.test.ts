import { describe, expect, it } from 'vitest'
import { endTalk } from '../../shared/common-tools.ts'
import type { Criterion, Scenario } from '../../shared/scenario.ts'
import {
  canAddCriterion,
  draftOf,
  hasTool,
  newDraft,
  shareOf,
  withCriterion,
  withLocale,
  withNewCriterion,
  withoutCriterion,
  withTool,
  writtenOf,
} from './draft.ts'
import { checkDraft } from './draft-problems.ts'

const listening: Criterion = {
  key: 'listening',
  label: 'Listening',
  good: 'Lets the other finish.',
  weight: 30,
  translations: { 'ja-JP': { label: '傾聴', good: '最後まで聞いている。' } },
}
const close: Criterion = { key: 'close', label: 'Close', good: 'Agrees on a next step.', weight: 10 }
const scenario: Scenario = {
  id: 'own-one',
  locale: 'en-US',
  title: 'Asking for a raise',
  difficulty: 'hard',
  minutes: 7,
  partner: { name: 'Ada', role: 'Your manager', persona: 'Fair, short of budget.' },
  situation: 'You have asked for half an hour.',
  goal: 'A raise, or a date for one.',
  voice: 'Kore',
  opening: { by: 'partner', text: 'So, what is on your mind?' },
  bargeIn: 'open',
  tools: [{ name: 'transfer', description: 'Puts the call through.' }],
  rubric: [listening, close],
}

describe('a form', () => {
  it('gives back the very scenario that it was filled with', () => {
    expect(checkDraft(draftOf(scenario))).toEqual({ problems: [], scenario })
    const { bargeIn: _, tools: __, ...plain } = scenario
    expect(writtenOf(draftOf(plain))).toEqual(plain)
  })

  it('of a scenario whose persona is not told has that left to write', () => {
    const { persona: _, ...partner } = scenario.partner
    expect(checkDraft(draftOf({ ...scenario, partner })).problems).toEqual([
      { field: 'partner.persona', kind: 'missing' },
    ])
  })

  it('that is new tells each field that is still empty, and nothing else', () => {
    const { problems } = checkDraft(newDraft('own-new', 'ja-JP', [close]))
    expect(problems.map(({ field, kind }) => `${field} ${kind}`).sort()).toEqual(
      ['title', 'partner.name', 'partner.role', 'partner.persona', 'situation', 'goal', 'opening.text']
        .map((field) => `${field} missing`)
        .sort(),
    )
  })

  it('counts spaces alone as empty', () => {
    expect(checkDraft(draftOf({ ...scenario, goal: ' \n　' })).problems).toEqual([
      { field: 'goal', kind: 'missing' },
    ])
  })

  it('tells by how much a text is too long', () => {
    expect(checkDraft(draftOf({ ...scenario, title: 'x'.repeat(125) })).problems).toEqual([
      { field: 'title', kind: 'tooLong', max: 120, over: 5 },
    ])
  })

  it.each([undefined, 0, 61, 2.5])('does not take a length of %s minutes', (minutes) => {
    expect(checkDraft({ ...draftOf(scenario), minutes }).problems).toEqual([
      { field: 'minutes', kind: 'minutes' },
    ])
  })

  it.each([undefined, 0, 101])('does not take a weight of %s', (weight) => {
    const draft = withCriterion(draftOf(scenario), 'close', { weight })
    expect(checkDraft(draft).problems).toEqual([{ field: 'rubric.1.weight', kind: 'weight' }])
  })

  it('needs a criterion', () => {
    const none = withoutCriterion(withoutCriterion(draftOf(scenario), 'close'), 'listening')
    expect(checkDraft(none).problems).toEqual([{ field: 'rubric', kind: 'noCriteria' }])
  })
})

describe('its criteria', () => {
  it('get keys that are free, up to twelve', () => {
    let draft = draftOf({ ...scenario, rubric: [close, { ...close, key: 'criterion3' }] })
    while (canAddCriterion(draft)) draft = withNewCriterion(draft)
    expect(draft.rubric).toHaveLength(12)
    expect(new Set(draft.rubric.map(({ key }) => key)).size).toBe(12)
  })

  it('keep the rest and lose their translation when they are reworded', () => {
    const draft = draftOf(scenario)
    expect(withCriterion(draft, 'listening', { weight: 50 }).rubric[0]).toEqual({ ...listening, weight: 50 })
    const reworded = withCriterion(draft, 'listening', { label: 'Hearing' }).rubric
    expect(reworded[0]).toEqual({ key: 'listening', label: 'Hearing', good: listening.good, weight: 30 })
    expect(reworded[1]).toEqual(close)
  })

  it('tell what share of the score they are', () => {
    const draft = draftOf(scenario)
    expect(draft.rubric.map((each) => shareOf(draft, each))).toEqual([75, 25])
    const missing = withCriterion(draft, 'close', { weight: undefined })
    expect(missing.rubric.map((each) => shareOf(missing, each))).toEqual([undefined, undefined])
  })
})

describe('another language', () => {
  it('turns what is known in it, and leaves what the user wrote', () => {
    const draft = withTool(draftOf(scenario), 'hangUp', true)
    const japanese = withLocale(draft, 'ja-JP')
    expect(japanese.rubric.map(({ label }) => label)).toEqual(['傾聴', 'Close'])
    expect(japanese.tools).toEqual([...(scenario.tools ?? []), endTalk['ja-JP']])
    expect(japanese.title).toBe(scenario.title)
    expect(withLocale(japanese, 'en-US')).toEqual(draft)
  })
})

it('a function of the partner’s is switched on and off, and others stay', () => {
  const draft = draftOf(scenario)
  const on = withTool(draft, 'book', true)
  expect([hasTool(draft, 'book'), hasTool(on, 'book'), hasTool(on, 'hangUp')]).toEqual([false, true, false])
  expect(withTool(on, 'book', false)).toEqual(draft)
})
