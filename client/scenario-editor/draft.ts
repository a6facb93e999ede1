import { bookAppointment, endTalk } from '../../shared/common-tools.ts'
import {
  type Criterion,
  type Locale,
  MAX_CRITERIA,
  type Scenario,
  type ScenarioView,
  type ToolDeclaration,
} from '../../shared/scenario.ts'

export type DraftCriterion = Omit<Criterion, 'weight'> & {
  /** Undefined while its field is empty. */
  weight: number | undefined
}

/** A scenario as it stands in the form: anything in it may still be missing. */
export type Draft = Required<Omit<Scenario, 'minutes' | 'rubric'>> & {
  /** Undefined while its field is empty. */
  minutes: number | undefined
  rubric: readonly DraftCriterion[]
}

/** Functions of the partner's that the form knows by name. */
export const knownTools = { hangUp: endTalk, book: bookAppointment } as const
export type KnownTool = keyof typeof knownTools

/** One to begin from: all choices made, no words yet but those of the rubric that is given. */
export function newDraft(id: string, locale: Locale, rubric: readonly Criterion[]): Draft {
  return {
    id,
    locale,
    title: '',
    difficulty: 'medium',
    minutes: 5,
    partner: { name: '', role: '', persona: '' },
    situation: '',
    goal: '',
    voice: 'Kore',
    opening: { by: 'user', text: '' },
    bargeIn: 'guarded',
    tools: [endTalk[locale]],
    rubric,
  }
}

/** The form of a scenario. Of one of ours nobody is told the persona: that is left to write. */
export function draftOf(scenario: Omit<ScenarioView, 'isOwn'>): Draft {
  const { id, locale, title, difficulty, minutes, partner, situation, goal, voice, opening, rubric } =
    scenario
  return {
    id,
    locale,
    title,
    difficulty,
    minutes,
    partner: { ...partner, persona: partner.persona ?? '' },
    situation,
    goal,
    voice,
    opening,
    bargeIn: scenario.bargeIn ?? 'guarded',
    tools: scenario.tools ?? [],
    rubric,
  }
}

/** What there is to check and to save: the schema knows whether it is a scenario. */
export function writtenOf({ bargeIn, tools, ...rest }: Draft): object {
  return { ...rest, ...(bargeIn === 'guarded' ? {} : { bargeIn }), ...(tools.length === 0 ? {} : { tools }) }
}

/** In the other language: what is known in it follows, what the user wrote stays. */
export function withLocale(draft: Draft, locale: Locale): Draft {
  return {
    ...draft,
    locale,
    tools: draft.tools.map((tool) => translatedTool(tool, draft.locale, locale)),
    rubric: draft.rubric.map((criterion) => translatedCriterion(criterion, draft.locale, locale)),
  }
}

export const hasTool = ({ tools }: Draft, known: KnownTool) =>
  tools.some(({ name }) => name === toolName(known))

export function withTool(draft: Draft, known: KnownTool, isOn: boolean): Draft {
  const others = draft.tools.filter(({ name }) => name !== toolName(known))
  return { ...draft, tools: isOn ? [...others, knownTools[known][draft.locale]] : others }
}

/** Changes one criterion. A translation of words that are no longer there goes with them. */
export function withCriterion(
  draft: Draft,
  key: string,
  change: Partial<Pick<DraftCriterion, 'label' | 'good' | 'weight'>>,
): Draft {
  const changed = (criterion: DraftCriterion): DraftCriterion => {
    const { translations, ...rest } = { ...criterion, ...change }
    const isReworded = rest.label !== criterion.label || rest.good !== criterion.good
    return isReworded || !translations ? rest : { ...rest, translations }
  }
  return { ...draft, rubric: draft.rubric.map((each) => (each.key === key ? changed(each) : each)) }
}

export const canAddCriterion = ({ rubric }: Draft) => rubric.length < MAX_CRITERIA

/** With one more criterion, at the end. Its key is nobody's business: scores are followed by it from talk to talk. */
export function withNewCriterion(draft: Draft): Draft {
  const keys = new Set(draft.rubric.map(({ key }) => key))
  let number = draft.rubric.length + 1
  while (keys.has(`criterion${number}`)) number += 1
  return {
    ...draft,
    rubric: [...draft.rubric, { key: `criterion${number}`, label: '', good: '', weight: 10 }],
  }
}

export function withoutCriterion(draft: Draft, key: string): Draft {
  return { ...draft, rubric: draft.rubric.filter((criterion) => criterion.key !== key) }
}

/** How much of the score a criterion is, in percent; undefined while weights are missing. */
export function shareOf({ rubric }: Draft, { weight }: DraftCriterion): number | undefined {
  const sum = rubric.reduce((total, each) => total + (each.weight ?? Number.NaN), 0)
  return weight !== undefined && sum > 0 ? (100 * weight) / sum : undefined
}

const toolName = (known: KnownTool) => knownTools[known]['en-US'].name

function translatedTool(tool: ToolDeclaration, from: Locale, to: Locale): ToolDeclaration {
  const ours = Object.values(knownTools).find(
    (declarations) => JSON.stringify(declarations[from]) === JSON.stringify(tool),
  )
  return ours?.[to] ?? tool
}

function translatedCriterion(criterion: DraftCriterion, from: Locale, to: Locale): DraftCriterion {
  const { label, good, translations } = criterion
  const words = translations?.[to]
  return words ? { ...criterion, ...words, translations: { [from]: { label, good } } } : criterion
}
